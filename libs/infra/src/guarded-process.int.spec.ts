import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually } from '@kalends/testing';
import { spawnGuarded } from './guarded-process';
import { isAlive } from './machine-process';

const firstLine = async (stream: NodeJS.ReadableStream): Promise<string> =>
  String((await once(stream, 'data'))[0]).trim();

/** A shell that tells its id and then deafly waits: only SIGKILL ends it. */
const stubborn = ['-c', 'trap "" TERM INT HUP; echo $$; while :; do sleep 0.1; done'];

/** One that has started the deaf one in its turn, as jest starts its workers. */
const stubbornGrandchild = ['-c', '/bin/sh "$@" & wait', 'sh', ...stubborn];

/** A Node process of its own that starts a shell under the guard, as spawnGuarded does. */
const parentOf = (words: readonly string[]): ChildProcess => {
  const guard = JSON.stringify(['/bin/sh', [join(__dirname, '..', 'guard.sh'), 'KILL', '/bin/sh', ...words]]);
  const script = `const [sh, args] = ${guard};
    require('node:child_process').spawn(sh, args, { detached: true, stdio: ['pipe', 'inherit', 'inherit'] })`;
  return spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'inherit'], env: {} });
};

describe('a guarded process', () => {
  it.each(['SIGKILL', 'SIGINT', 'SIGHUP'] as const)('is gone after its parent got %s', async (signal) => {
    const parent = parentOf(stubborn);
    const pid = Number(await firstLine(parent.stdout!));
    expect(isAlive(pid)).toBe(true);
    parent.kill(signal);
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it("is gone after the whole process group of its parent was killed, of which it isn't one", async () => {
    const parent = parentOf(stubborn);
    const pid = Number(await firstLine(parent.stdout!));
    process.kill(-parent.pid!, 'SIGKILL');
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it('takes along what it had started itself', async () => {
    const parent = parentOf(stubbornGrandchild);
    const pid = Number(await firstLine(parent.stdout!));
    parent.kill('SIGKILL');
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it('is gone after its guard was killed', async () => {
    const child = spawnGuarded('/bin/sh', stubborn);
    const pid = Number(await firstLine(child.stdout!));
    process.kill(child.groupId, 'SIGKILL');
    await child.exited;
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it('is killed when it does not stop in time', async () => {
    const child = spawnGuarded('/bin/sh', stubborn);
    const pid = Number(await firstLine(child.stdout!));
    await child.stop('TERM', 100);
    await eventually(() => expect(isAlive(pid)).toBe(false));
  });

  it('gets signals and tells its exit code', async () => {
    const child = spawnGuarded('/bin/sh', ['-c', 'trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done']);
    await firstLine(child.stdout!);
    child.signal('TERM');
    expect(await child.exited).toBe(7);
  });
});
