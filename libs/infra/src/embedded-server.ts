import { readFile } from 'node:fs/promises';
import type { GuardedProcess } from './guarded-process';

/** One server of the embedded kind. */
export interface EmbeddedServer {
  readonly port: number;
  /** Settles with the exit code when the process ends, asked or not. */
  readonly exited: Promise<number>;
  stop(): Promise<void>;
  /** `kill -9` of the whole process group: what a crash looks like. */
  kill(): Promise<void>;
}

/** The last lines of a log for an error message. */
const lastLines = async (logFile: string): Promise<string> =>
  (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-12).join('\n');

/** Polls `answers` until it is true; throws with the log's end when the process ends before or `withinMs` pass. */
export async function untilAnswers(
  server: { name: string; process: GuardedProcess; logFile: string; withinMs: number },
  answers: () => Promise<boolean>,
): Promise<void> {
  let ended = false;
  void server.process.exited.then(() => (ended = true));
  const deadline = Date.now() + server.withinMs;
  while (!(await answers())) {
    if (ended || Date.now() > deadline) {
      await server.process.stop('KILL', 0);
      const what = ended ? 'ended while it started' : `did not answer within ${server.withinMs / 1000} s`;
      throw new Error(`${server.name} ${what}. The end of ${server.logFile}:\n${await lastLines(server.logFile)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
