// build.mjs PACKAGE_FOLDER: src/ → dist/ and migrations/ → dist/migrations/, by swc, without specs. Types are the gates' business.
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const packageFolder = resolve(process.argv[2] ?? '.');
const dist = join(packageFolder, 'dist');
const isSpec = /\.spec\.tsx?$/;
const isSource = /\.tsx?$/;

/** src/ moves up by one folder in dist/, so what it says of its neighbour migrations/ moves too. */
const moveMigrations = (code, from) => {
  const toMigrations = relative(dirname(from), join(dist, 'migrations'));
  return code.replace(
    /require\("(?:\.\.\/)+migrations(\/[^"]*)?"\)/g,
    (_, rest = '') => `require("./${toMigrations}${rest}")`,
  );
};

async function build(file, target) {
  if (isSpec.test(file)) return;
  await mkdir(dirname(target), { recursive: true });
  if (!isSource.test(file)) return cp(file, target);
  if (file.endsWith('.d.ts')) return;
  const output = target.replace(isSource, '.js');
  const { code, map } = await transformFile(file, { configFile: join(root, '.swcrc'), cwd: root, root });
  await writeFile(output, `${moveMigrations(code, output)}\n//# sourceMappingURL=${output.split('/').pop()}.map\n`);
  if (map) await writeFile(`${output}.map`, map);
}

await rm(dist, { recursive: true, force: true });
for (const [from, to] of [
  ['src', dist],
  ['migrations', join(dist, 'migrations')],
]) {
  const folder = join(packageFolder, from);
  if (!(await stat(folder).catch(() => null))) continue;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await Promise.all(files.map((file) => build(file, join(to, relative(folder, file)))));
}
