import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** Signals by their short names, as `kill -s` takes them. */
export type SignalName = 'TERM' | 'INT' | 'QUIT' | 'KILL' | 'STOP' | 'CONT' | 'HUP';

export interface GuardedProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What the process gets when this one has died: `KILL` unless it has a better way to end at once. */
  readonly hardSignal?: SignalName;
  /** A file descriptor for both output streams; without it they are readable here. */
  readonly output?: number;
}

/** A child that ends when this process ends, whether by itself, by a signal or by `kill -9`. */
export interface GuardedProcess {
  /** Process group of the child (the guard's own id). */
  readonly groupId: number;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  /** Settles once, with the exit code (128 + n after signal n). */
  readonly exited: Promise<number>;
  /** Sends a signal to the child; does nothing when it has ended. */
  signal(name: SignalName): void;
  /** Asks by `signal`, kills after `withinMs`, settles when the child is gone. */
  stop(signal?: SignalName, withinMs?: number): Promise<void>;
}

const guardScript = join(__dirname, '..', 'guard.sh');

const killGroup = (groupId: number): void => {
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch {
    // nobody left in the group: the normal case
  }
};

/** Starts `command` under guard.sh, in a session of its own so that a Ctrl-C in the terminal reaches only this process. */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  options: GuardedProcessOptions = {},
): GuardedProcess {
  const output = options.output ?? 'pipe';
  const guard = spawn('/bin/sh', [guardScript, options.hardSignal ?? 'KILL', command, ...args], {
    detached: true,
    stdio: ['pipe', output, output],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const groupId = guard.pid;
  if (groupId === undefined || guard.stdin === null) throw new Error(`cannot start ${command}: no /bin/sh`);
  const input = guard.stdin;
  input.on('error', () => undefined); // the child ended before the signal was written

  const exited = new Promise<number>((resolve) => {
    guard.once('exit', (code) => {
      killGroup(groupId); // a guard that was killed itself must not leave its child behind
      resolve(code ?? 137);
    });
  });
  const signal = (name: SignalName): void => {
    if (guard.exitCode === null && guard.signalCode === null) input.write(`${name}\n`);
  };
  const stop = async (name: SignalName = 'TERM', withinMs = 10_000): Promise<void> => {
    signal(name);
    const timer = setTimeout(() => killGroup(groupId), withinMs);
    await exited;
    clearTimeout(timer);
  };
  return { groupId, stdout: guard.stdout, stderr: guard.stderr, exited, signal, stop };
}
