import { readFile, rm } from 'node:fs/promises';
import { platform } from 'node:os';
import { tryCommand } from './run-command';

/** The command line of a process of this machine, empty when there is none. */
export const commandLineOf = async (pid: number): Promise<string> => {
  if (platform() !== 'linux') return (await tryCommand('ps', ['-o', 'command=', '-p', String(pid)])) ?? '';
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.split('\0').join(' ');
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/**
 * Ends the server that an earlier run left behind, if it still lives: `pidFile` holds its process id on the first line, and
 * its command line must name `folder`, so that a stranger who got the same id is never touched. Removes the file.
 */
export async function stopLeftover(pidFile: string, folder: string, signal: NodeJS.Signals): Promise<void> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (pid > 1 && (await commandLineOf(pid)).includes(folder)) {
    process.kill(pid, signal);
    const hardAfter = Date.now() + 5000;
    while (isAlive(pid)) {
      if (Date.now() > hardAfter) process.kill(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await rm(pidFile, { force: true });
}
