import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedFolder, userCacheDir } from './user-cache';

describe('the cache of the user', () => {
  let home: string;
  const before = process.env['XDG_CACHE_HOME'];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kalends-cache-'));
    process.env['XDG_CACHE_HOME'] = home;
  });
  afterEach(async () => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    await rm(home, { recursive: true });
  });

  it('stands where the platform or XDG_CACHE_HOME says', () => {
    expect(userCacheDir()).toBe(join(home, 'kalends'));
    expect(userCacheDir({})).toMatch(/(\.cache|Library\/Caches)\/kalends$/);
  });

  it('fills a folder once, and two runs that race for it see the same whole one', async () => {
    let filled = 0;
    const fill = async (folder: string): Promise<void> => {
      await writeFile(join(folder, 'content'), String(++filled));
    };
    const [one, other] = await Promise.all([cachedFolder('thing', fill), cachedFolder('thing', fill)]);
    expect(one).toBe(other);
    const content = await readFile(join(one, 'content'), 'utf8');
    await cachedFolder('thing', fill);
    expect(await readFile(join(one, 'content'), 'utf8')).toBe(content);
    expect(await readdir(userCacheDir())).toEqual(['thing']);
  });

  it('keeps nothing of a fetch that failed', async () => {
    await expect(cachedFolder('thing', () => Promise.reject(new Error('offline')))).rejects.toThrow('offline');
    expect(await readdir(userCacheDir())).toEqual([]);
  });
});
