import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundPart } from './background-part';
import type { Log } from './log';

export interface PumpOptions {
  readonly idleMs: number;
  /** The first step waits so long, unless it is nudged; none by default. */
  readonly startAfterMs?: number;
  /**
   * After a step that did something, but less than `full`, the next waits `ms`: under load many small pieces become fewer
   * larger ones, while the first piece after a quiet time is done at once.
   */
  readonly gather?: { readonly ms: number; readonly full: number };
  readonly log: Log;
}

/**
 * Turns a `step` into a background part: steps again at once while there was work, else after `idleMs` or a nudge.
 * A step that throws is logged and retried after `idleMs`: an error never ends the part.
 */
export class Pump implements BackgroundPart {
  private running = false;
  private wake: (() => void) | null = null;
  private loop: Promise<void> = Promise.resolve();
  private nudged = false;

  constructor(
    readonly name: string,
    /** Does a bounded piece of work and returns how much it did. */
    private readonly step: () => Promise<number>,
    private readonly options: PumpOptions,
  ) {}

  start(): Promise<void> {
    if (!this.running) {
      this.running = true;
      this.loop = this.run();
    }
    return Promise.resolve();
  }

  async processAll(): Promise<number> {
    let total = 0;
    for (let done = await this.step(); done > 0; done = await this.step()) total += done;
    return total;
  }

  /** There may be work: don't wait for the interval. */
  nudge(): void {
    this.nudged = true;
    this.wake?.();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.wake?.();
    await this.loop;
  }

  private async run(): Promise<void> {
    if (this.options.startAfterMs) await this.idle(this.options.startAfterMs);
    while (this.running) {
      this.nudged = false;
      let done = 0;
      try {
        done = await this.step();
      } catch (error) {
        this.options.log.error('background-part.failed', { part: this.name, error });
      }
      if (!this.running) return;
      const { gather } = this.options;
      if (done === 0 && !this.nudged) await this.idle(this.options.idleMs);
      else if (gather && done > 0 && done < gather.full) await sleep(gather.ms);
    }
  }

  private idle(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), ms);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}
