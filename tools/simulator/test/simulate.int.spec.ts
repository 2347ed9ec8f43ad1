import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { sized, tellSoak } from '@kalends/testing';

const program = join(__dirname, '..', 'dist', 'main.js');

/** Runs `npm run simulate`'s program to its end and gives its last line. */
function simulated(...words: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    child.once('exit', () => resolve(said));
  });
}

const lastLine = (said: string): string => said.trimEnd().split('\n').at(-1) ?? '';

it(
  'simulate: no hostile history breaks an invariant',
  async () => {
    const histories = sized(200, 200_000);
    const seed = randomInt(2 ** 30);
    const begun = Date.now();
    const halves = [seed, seed + histories / 2].map((first) =>
      simulated('--histories', String(histories / 2), '--seed', String(first)),
    );
    const said = await Promise.all(halves);
    const seconds = (Date.now() - begun) / 1_000;
    expect(said.map(lastLine)).toEqual(halves.map(() => `${histories / 2} histories, 0 broken`));
    tellSoak({
      size: `${histories} histories of 40 steps, seeds ${seed} to ${seed + histories - 1}`,
      figures: `0 broken; ${Math.round(histories / seconds)} a second on two cores`,
      seed,
    });
  },
  sized(120_000, 3 * 3_600_000),
);

it('simulate: the same seed tells the same history in two processes, byte for byte', async () => {
  const told = await Promise.all([simulated('--trace', '--seed', '7'), simulated('--trace', '--seed', '7')]);
  expect(told[0].length).toBeGreaterThan(10_000);
  expect(told[1]).toBe(told[0]);
});
