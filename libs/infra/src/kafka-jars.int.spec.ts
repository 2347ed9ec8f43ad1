import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyJars } from './kafka-jars';

describe('the jars of Kafka', () => {
  let folder: string;
  const pins = { 'a.jar': createHash('sha256').update('a').digest('hex') };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kalends-jars-'));
    await writeFile(join(folder, 'a.jar'), 'a');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are taken when each is the pinned one', async () => {
    await expect(verifyJars(folder, pins)).resolves.toBeUndefined();
  });

  it.each([
    ['changed', () => writeFile(join(folder, 'a.jar'), 'b'), /a\.jar/],
    ['missing', () => rm(join(folder, 'a.jar')), /a\.jar/],
    ['strange', () => writeFile(join(folder, 'c.jar'), 'c'), /: c\.jar$/],
  ])('are refused when one is %s', async (_, spoil, message) => {
    await spoil();
    await expect(verifyJars(folder, pins)).rejects.toThrow(message);
  });
});
