import { readFile, rm } from 'node:fs/promises';
import { commandLineOf, isAlive } from './machine-process';

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
