// typecheck.mjs PACKAGE_FOLDER: the types of one package by TypeScript 7, for Nx to cache; `npm run check` does all at once.
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..');
const packageFolder = process.argv[2] ?? '';
const configs = join(root, '.nx', 'typecheck');
const config = join(configs, `${packageFolder.replaceAll('/', '-')}.json`);
await mkdir(configs, { recursive: true });
await writeFile(
  config,
  JSON.stringify({
    extends: '../../tsconfig.json',
    include: ['src', 'test', 'migrations', 'support'].map((name) => `../../${packageFolder}/${name}`),
    exclude: ['../../**/node_modules', '../../**/dist'],
  }),
);
const compiler = join(root, 'node_modules', 'typescript7', 'bin', 'tsc');
process.exitCode = spawnSync(process.execPath, [compiler, '-p', config, '--noEmit'], { stdio: 'inherit' }).status ?? 1;
