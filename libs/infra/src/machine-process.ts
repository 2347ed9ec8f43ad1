import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { tryCommand } from './run-command';

/** The command line of a process of this machine, empty when there is none. */
export const commandLineOf = async (pid: number): Promise<string> => {
  if (platform() !== 'linux') return (await tryCommand('ps', ['-o', 'command=', '-p', String(pid)])) ?? '';
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.split('\0').join(' ');
};

/** Whether there is a process of this id, whoever it is. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
