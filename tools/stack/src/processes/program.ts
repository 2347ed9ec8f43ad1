import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { spawnGuarded, type GuardedProcess, type SignalName } from '@kalends/infra';
import { checkout } from '../stack-options';

/** A Node program of the stack: a service or the emulator. */
export interface ProgramSpec {
  readonly name: string;
  /** Words after `node`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Answers 200 as soon as the program may be used. */
  readonly readyUrl: string;
}

export interface ProgramEvents {
  line(name: string, line: string): void;
  /** It ended without having been asked to. */
  died(name: string, code: number, lastLines: readonly string[]): void;
}

const startSeconds = 120;

/** What V8 has compiled once: a tenth off each start. */
const compileCache = join(checkout, '.kalends', 'compile-cache');

/** A local stack is small: a young generation of 2 MiB instead of 16 saves 50 MiB in each process. */
const nodeFlags = ['--enable-source-maps', '--max-semi-space-size=2'];

/** One process of the stack: started, watched, stopped. */
export class Program {
  private process: GuardedProcess | null = null;
  private stopping = false;
  private lastLines: string[] = [];

  constructor(
    readonly spec: ProgramSpec,
    private readonly events: ProgramEvents,
  ) {}

  /** `more` are words after the program's own. Settles when the program is ready; throws when it ends before or takes longer than two minutes. */
  async start(...more: readonly string[]): Promise<void> {
    const { args, cwd, env } = this.spec;
    const { NODE_OPTIONS: _ours, ...inherited } = process.env;
    this.stopping = false;
    this.lastLines = [];
    const started = spawnGuarded(process.execPath, [...nodeFlags, ...args, ...more], {
      cwd,
      env: { ...inherited, NODE_COMPILE_CACHE: compileCache, ...env },
    });
    this.process = started;
    for (const stream of [started.stdout, started.stderr]) this.listen(stream);
    const ended: { code?: number } = {};
    void started.exited.then((code) => (ended.code = code));
    const deadline = Date.now() + startSeconds * 1000;
    while (!(await answers(this.spec.readyUrl))) {
      if (ended.code !== undefined || Date.now() > deadline) {
        await this.stop();
        throw new Error(
          this.obituary(
            ended.code === undefined
              ? `was not ready within ${startSeconds} s`
              : `ended with code ${ended.code} while it started`,
          ),
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    void this.announceEnd(started);
  }

  private async announceEnd(started: GuardedProcess): Promise<void> {
    const exit = await started.exited;
    if (!this.stopping) this.events.died(this.spec.name, exit, this.lastLines);
  }

  stop(): Promise<void> {
    return this.end('TERM', 10_000);
  }

  /** `kill -9`. */
  kill(): Promise<void> {
    return this.end('KILL', 0);
  }

  private async end(signal: SignalName, withinMs: number): Promise<void> {
    this.stopping = true;
    await this.process?.stop(signal, withinMs);
    this.process = null;
  }

  private listen(stream: Readable | null): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      this.lastLines = [...this.lastLines.slice(-14), line];
      this.events.line(this.spec.name, line);
    });
  }

  private obituary(what: string): string {
    return [`${this.spec.name} ${what}. Its last lines:`, ...this.lastLines.map((line) => `  ${line}`)].join('\n');
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.ok;
    },
    () => false,
  );
