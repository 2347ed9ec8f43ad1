import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const web = join(__dirname, '..', 'web');

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => [file.slice(folder.length), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(read));
}

describe("the page's client", () => {
  it('is the one that the services describe now; if not, run the script `api` of this package', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'api-'));
    const { NODE_OPTIONS: _jest, ...env } = process.env;
    await promisify(execFile)(process.execPath, [join(web, 'generate-api.mjs'), folder], { cwd: web, env });
    expect(await contents(folder)).toEqual(await contents(join(web, 'src', 'api', 'gen')));
    await rm(folder, { recursive: true });
  }, 60_000);
});
