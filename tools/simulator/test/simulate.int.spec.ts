import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sized, tellSoak } from '@kalends/testing';
import { keptSeeds } from '../src/history/kept-seeds';

const program = join(__dirname, '..', 'dist', 'main.js');

/**
 * Runs `npm run simulate`'s program to its end, several times as fast as inside of jest, and gives what it said; what is broken
 * and each 10,000th history are told at once.
 */
async function simulated(...words: string[]): Promise<string> {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const line of createInterface(child.stdout)) {
    said += `${line}\n`;
    if (/^seed |0000 of /.test(line)) process.stdout.write(`${line}\n`);
  }
  return said;
}

/** Runs `count` histories from seed `first` on, or else those that ever broke: a line for each broken one. */
async function broken(count: number, first?: number): Promise<string[]> {
  const seed = first === undefined ? [] : ['--seed', String(first)];
  const lines = (await simulated('--histories', String(count), ...seed)).trimEnd().split('\n');
  const found = lines.filter((line) => /^seed \d+: /.test(line));
  expect(lines.at(-1)).toBe(`${count} histories, ${found.length} broken`);
  return found;
}

it('kept and fixed histories, of seeds that once broke and of 2,800 that stay the same, hold I1–I7', async () => {
  const kept = keptSeeds().length;
  const found = await Promise.all([broken(kept), broken(1_350, 1), broken(1_450, 1_351)]);
  expect(found.flat()).toEqual([]);
}, 400_000);

const fresh = sized(200, 200_000);

it(
  'simulate: no hostile history breaks an invariant',
  async () => {
    const seed = Number(process.env['KALENDS_SEED'] ?? randomInt(2 ** 30));
    process.stdout.write(`Fresh histories: seeds ${seed} to ${seed + fresh - 1}\n`);
    const begun = Date.now();
    const found = (await Promise.all([seed, seed + fresh / 2].map((first) => broken(fresh / 2, first)))).flat();
    const seconds = (Date.now() - begun) / 1_000;
    const seeds = found.map((line) => /\d+/.exec(line)![0]).join(', ');
    tellSoak({
      size: `${fresh} histories of 40 steps, seeds ${seed} to ${seed + fresh - 1}`,
      figures: `${found.length} broken${seeds && ` (${seeds})`}; ${Math.round(fresh / seconds)} a second on two cores`,
      seed,
    });
    expect(found).toEqual([]);
  },
  sized(120_000, 3 * 3_600_000),
);

it('simulate: the same seed tells the same history in two processes, byte for byte', async () => {
  const told = await Promise.all([simulated('--trace', '--seed', '7'), simulated('--trace', '--seed', '7')]);
  expect(told[0].length).toBeGreaterThan(10_000);
  expect(told[1]).toBe(told[0]);
});
