import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { commandLineOf } from '@kalends/infra';

/** Says who uses a state folder; one stack at a time may. */
export interface StackLock {
  release(): Promise<void>;
}

/** How this program is told from a stranger that got its process id: the end of its script's path. */
const ourName = (): string => (process.argv[1] ?? 'node').split(sep).slice(-3).join(sep);

/** Throws when another stack that still lives has the folder; what a killed one left is taken over. */
export async function lockState(stateDir: string, program = ourName()): Promise<StackLock> {
  await mkdir(stateDir, { recursive: true });
  const file = join(stateDir, 'stack.pid');
  const pid = Number(await readFile(file, 'utf8').catch(() => ''));
  if (pid > 1 && pid !== process.pid && (await commandLineOf(pid)).includes(program)) {
    throw new Error(
      `Kalends runs already on ${stateDir} (process ${pid}). Stop that one first, or set KALENDS_STATE and the ports for a second.`,
    );
  }
  await writeFile(file, `${process.pid}\n`);
  return { release: () => rm(file, { force: true }) };
}
