import pc from 'picocolors';
import { LogPrinter } from './processes/log-lines';
import { greeting } from './greeting';
import { stackOptions } from './stack-options';
import { startStack, type RunningStack } from './start-stack';
import { watchSources } from './watch-sources';

process.stdout.on('error', () => undefined); // the terminal may be gone before we are

const begun = Date.now();
const printer = new LogPrinter();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const progress = (line: string): void =>
  say(pc.bold(`[${((Date.now() - begun) / 1000).toFixed(1).padStart(5)} s] `) + line);

let stack: RunningStack | null = null;
let stopping = false;

/** Stops in order; while still starting, or when asked twice, the guards of the processes do it. */
async function stop(): Promise<void> {
  if (stopping || stack === null) process.exit(stack === null ? 130 : 1);
  stopping = true;
  say('\nStopping Kalends …');
  await stack.stop();
  say('Kalends has stopped. Your data stays in place; npm start goes on with it.');
  process.exit(0);
}

/** npm may be killed, and tells nobody. */
function endWithParent(end: () => void): void {
  const parent = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(looking);
    end();
  }, 1000);
}

const announceDeath = (name: string, code: number, lastLines: readonly string[]): void => {
  const frame = pc.red('═'.repeat(72));
  const words = `${name} has ended (code ${code}) without being asked to. Nothing restarts it silently.`;
  say(
    [
      frame,
      pc.red(pc.bold(words)),
      ...lastLines.map((line) => `  ${line}`),
      'Stop with Ctrl-C and run npm start again; your data is kept.',
      frame,
    ].join('\n'),
  );
};

async function main(): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  endWithParent(() => void stop());
  const options = stackOptions(process.argv.slice(2), process.env);
  printer.quiet = true;
  stack = await startStack(options, { progress, line: (name, line) => printer.print(name, line), died: announceDeath });
  printer.quiet = false;
  if (options.watch) watchSources(stack, progress);
  say(greeting(stack));
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${pc.red(error instanceof Error ? error.message : String(error))}\n`);
  process.exit(1);
});
