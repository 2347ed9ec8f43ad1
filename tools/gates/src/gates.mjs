// The static gates of `npm run check`, one entry each: what must hold, and the command that shows it.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/** Runs a command and answers its exit code and all that it printed. */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NX_DAEMON: 'false' },
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

const command = (name, ...line) => ({
  name,
  check: async () => {
    const { code, output } = await run(line[0], line.slice(1));
    return code === 0 ? null : output;
  },
});

/** Fails when a planted violation of `tools/gates/canary` is not found, or anything else is. */
const withCanary = (name, rules, ...line) => ({
  name,
  check: async () => {
    const { output } = await run(line[0], line.slice(1));
    const errors = output.split('\n').filter((text) => /^\s*error /.test(text));
    const missed = rules.filter((rule) => !errors.some((error) => error.includes(rule) && error.includes('canary')));
    const others = errors.filter((error) => !error.includes('tools/gates/canary'));
    if (missed.length > 0) return `planted violations not caught: ${missed.join(', ')}\n${output}`;
    return others.length > 0 ? others.join('\n') : null;
  },
});

const canary = resolve('tools/gates/canary');

/** Fails when ESLint doesn't report every line of the canary that says `// planted`, or reports anything else. */
const eslintWithCanary = (name, ...folders) => ({
  name,
  check: async () => {
    const { output } = await run('eslint', ['--no-error-on-unmatched-pattern', '--format', 'json', ...folders]);
    const reports = output.split('\n').find((line) => line.startsWith('[{')); // npm and Nx may print beside it
    if (reports === undefined) return output;
    const found = JSON.parse(reports).flatMap(({ filePath, messages }) =>
      messages.map(({ line, message }) => ({ at: `${filePath}:${line}`, message })),
    );
    const planted = new Set();
    for (const file of await filesBelow(canary)) {
      const lines = (await readFile(file, 'utf8')).split('\n');
      lines.forEach((line, index) => line.endsWith('// planted') && planted.add(`${file}:${index + 1}`));
    }
    const caught = new Set(found.map(({ at }) => at));
    if (planted.size === 0) return 'nothing is planted in the canary';
    const missed = [...planted].filter((at) => !caught.has(at)).map((at) => `${at} is planted and was not caught`);
    const others = found.filter(({ at }) => !planted.has(at)).map(({ at, message }) => `${at} ${message}`);
    return missed.length + others.length > 0 ? [...missed, ...others].join('\n') : null;
  },
});

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Generated files must be what the contracts generate now. */
const generatedIsCurrent = {
  name: 'generated code and docs/events.md match proto/',
  check: async () => {
    const fresh = await mkdtemp(join(tmpdir(), 'kalends-generated-'));
    try {
      const { code, output } = await run('buf', ['generate', '--output', fresh]);
      if (code !== 0) return output;
      const made = await filesBelow(fresh);
      const differing = [];
      for (const file of made) {
        const committed = await readFile(relative(fresh, file), 'utf8').catch(() => null);
        if (committed !== (await readFile(file, 'utf8'))) differing.push(relative(fresh, file));
      }
      const kept = new Set(made.map((file) => relative(fresh, file)));
      const left = (await filesBelow('libs/contracts/src/gen')).filter((file) => !kept.has(file));
      return differing.length + left.length === 0
        ? null
        : `run npm run proto; differing: ${[...differing, ...left].join(', ')}`;
    } finally {
      await rm(fresh, { recursive: true });
    }
  },
};

const rules = [
  'domain-is-pure',
  'app-knows-ports-only',
  'infra-not-edge',
  'services-not-services',
  'libs-not-services',
  'libs-through-their-door',
  'fakes-not-in-production',
  'no-circles',
];

export const gates = [
  command('formatting (prettier)', 'prettier', '--check', '--log-level=warn', '.'),
  command('types (TypeScript 7)', 'node', 'node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json', '--noEmit'),
  command(
    'types of the web console',
    'node',
    'node_modules/typescript7/bin/tsc',
    '-p',
    'services/console/web',
    '--noEmit',
  ),
  command('lint (oxlint, type-aware)', 'oxlint', '--type-aware', 'libs', 'services', 'tools', 'e2e'),
  eslintWithCanary('package borders, time and chance by ports (eslint)', 'libs', 'services', 'tools', 'e2e'),
  withCanary('imports (dependency-cruiser)', rules, 'depcruise', 'libs', 'services', 'tools', 'e2e', '-T', 'err'),
  command('nothing unused (knip)', 'knip', '--no-progress'),
  command('contracts lint (buf)', 'buf', 'lint'),
  command('contracts do not break (buf)', 'buf', 'breaking', '--against', 'proto/baseline.binpb'),
  generatedIsCurrent,
];
