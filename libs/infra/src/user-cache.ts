import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** The user's cache folder for Kalends: `XDG_CACHE_HOME`, else the platform's custom. */
export function userCacheDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'kalends');
  return platform() === 'darwin'
    ? join(homedir(), 'Library', 'Caches', 'kalends')
    : join(homedir(), '.cache', 'kalends');
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The folder `name` of the cache; `fill` makes its content once. A half-made one is never seen, not even by a second run beside this. */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(userCacheDir(), name);
  if (await exists(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(`${folder}.`);
  try {
    await fill(draft);
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error; // another run was faster: take its folder
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
