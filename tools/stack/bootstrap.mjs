// What `npm start`, `npm test`, … run first, on any Node ≥ 20 and with nothing installed: only Node's built-ins here.
// Installs what the lock file names when that has not been done, builds, and hands over to the pinned Node.
import { spawn } from 'node:child_process';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIsCurrent } from './install-state.mjs';

const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..');
const bin = join(root, 'node_modules', '.bin');
const env = {
  ...process.env,
  PATH: `${bin}${delimiter}${process.env.PATH}`,
  NODE_OPTIONS: [process.env.NODE_OPTIONS, '--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
    .join(' ')
    .trim(),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
};

/** What each command runs, in order, until one fails. */
const commands = {
  start: [install, build], // npm's shell then becomes the program itself: one Node less to keep in memory
  test: [install, buildOrCount, () => node('tools/stack/dist/main.test.js')],
  check: [install, () => node('tools/gates/src/check.mjs')],
  bench: [install, build, () => node('tools/bench/dist/main.js')],
  soak: [install, build, () => node('tools/bench/dist/main.soak.js')],
  simulate: [install, build, () => node('tools/simulator/dist/main.js')],
  mutate: [install, build, () => node('tools/mutation/dist/main.js')],
};

/** Runs a program to its end and gives its exit code. It shares our terminal, so it gets Ctrl-C and hang-up by itself. */
function run(command, args, options = {}) {
  return new Promise((settle) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit', ...options });
    const pass = (signal) => child.kill(signal);
    process.on('SIGTERM', pass);
    child.once('error', (error) => {
      process.stderr.write(`cannot run ${command}: ${error.message}\n`);
      settle(1);
    });
    child.once('exit', (code, signal) => {
      process.off('SIGTERM', pass);
      settle(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** The channel to the program is how it learns that we are gone, however we went. */
const node = (...words) =>
  run(join(bin, 'node'), [...words, ...process.argv.slice(3)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });

async function install() {
  if (installIsCurrent(root)) return 0;
  process.stdout.write('Installing what package-lock.json names (once, a minute or two) …\n');
  const begun = Date.now();
  const ticking = setInterval(() => {
    process.stdout.write(`  still installing, ${Math.round((Date.now() - begun) / 1000)} s\n`);
  }, 15_000);
  // The pinned Node is in no state to be used while it is being installed.
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: process.env });
  clearInterval(ticking);
  if (code !== 0) process.stderr.write('npm ci failed: see above. Nothing was started.\n');
  return code;
}

/** Nx tells its story only when something went wrong. */
async function build() {
  const story = [];
  const code = await new Promise((settle) => {
    const child = spawn(join(bin, 'nx'), ['run-many', '-t', 'build', '--output-style=static'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk) => story.push(chunk));
    child.stderr.on('data', (chunk) => story.push(chunk));
    child.once('exit', (exit) => settle(exit ?? 1));
  });
  if (code !== 0) process.stderr.write(`${Buffer.concat(story).toString()}\nThe build failed.\n`);
  return code;
}

/** Who reads only the last line must see the failure too. */
async function buildOrCount() {
  const code = await build();
  if (code !== 0) process.stdout.write('0 passed, 1 failed\n');
  return code;
}

async function main() {
  const steps = commands[process.argv[2] ?? ''];
  if (steps === undefined) throw new Error(`usage: bootstrap.mjs ${Object.keys(commands).join('|')} [options]`);
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(`Kalends needs Node 20 or newer; this is ${process.version}.`);
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined); // the program beside us stops, then we do
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(1), 1000).unref(); // npm is gone: so are we, and then our program
  for (const step of steps) {
    const code = await step();
    if (code !== 0) return code;
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
