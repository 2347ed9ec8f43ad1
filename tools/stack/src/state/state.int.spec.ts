import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSecrets } from './secrets';
import { lockState } from './stack-lock';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kalends-state-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the lock of a state folder', () => {
  it('is refused while a stack that lives has it', async () => {
    await writeFile(join(dir, 'stack.pid'), `${process.ppid}\n`);
    await expect(lockState(dir, 'jest')).rejects.toThrow(new RegExp(`runs already.*process ${process.ppid}`));
  });

  it('is taken over from a stack that was killed, even when a stranger has its process id now', async () => {
    for (const pid of [2 ** 22 + 1, process.ppid]) {
      await writeFile(join(dir, 'stack.pid'), `${pid}\n`);
      const lock = await lockState(dir, 'stack/dist/main.js');
      expect(await readFile(join(dir, 'stack.pid'), 'utf8')).toBe(`${process.pid}\n`);
      await lock.release();
    }
  });
});

describe('the keys of a stack', () => {
  it('are made once and kept, readable by their owner alone', async () => {
    const first = await loadSecrets(dir, ['scheduling']);
    const second = await loadSecrets(dir, ['scheduling', 'console']);
    expect(second).toMatchObject(first);
    expect(second.services['console']).toHaveProperty('d');
    expect((await stat(join(dir, 'secrets.json'))).mode & 0o077).toBe(0);
  });
});
