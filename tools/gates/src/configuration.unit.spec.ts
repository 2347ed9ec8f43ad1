import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeConfig } from '@kalends/config';
import type { z } from 'zod';

const root = join(__dirname, '..', '..', '..');
const page = join(root, 'docs', 'configuration.md');

const schemasOf = async (): Promise<readonly (readonly [string, z.ZodObject])[]> => {
  const services = await readdir(join(root, 'services'));
  return Promise.all(
    services.toSorted().map(async (service) => {
      const declared = (await import(join(root, 'services', service, 'src', 'config'))) as Record<string, z.ZodObject>;
      return [service, Object.values(declared)[0]!] as const;
    }),
  );
};

async function written(): Promise<string> {
  const rows = new Map<string, { default: string; description: string; services: string[] }>();
  for (const [service, schema] of await schemasOf()) {
    for (const { name, ...row } of describeConfig(schema)) {
      const known = rows.get(name);
      // A path of this machine is no default to tell of.
      const shown = row.default.startsWith('/') ? 'beside the program' : row.default;
      if (known) known.services.push(service);
      else rows.set(name, { ...row, default: shown, services: [service] });
    }
  }
  const lines = [...rows]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, row]) => `| ${name} | ${row.default} | ${row.services.join(', ')} | ${row.description} |`);
  return [
    '# Settings of the services',
    '',
    'From the environment; an empty value counts as unset. Written from the services’ `config.ts` by',
    '`UPDATE_DOCS=1 npx jest --selectProjects unit -- tools/gates`.',
    '',
    '| name | default | services | meaning |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

it('docs/configuration.md tells every setting that a service reads', async () => {
  const expected = await written();
  if (process.env.UPDATE_DOCS === '1') await writeFile(page, expected);
  expect(await readFile(page, 'utf8')).toBe(expected);
});
