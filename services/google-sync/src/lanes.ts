import { Pump, type BackgroundPart, type Log } from '@kalends/kernel';

/** Several pumps of one step, so that a slow Google in one of them holds up none of the others. */
export class Lanes implements BackgroundPart {
  private readonly pumps: readonly Pump[];

  constructor(
    readonly name: string,
    step: () => Promise<number>,
    options: { readonly count: number; readonly idleMs: number; readonly log: Log },
  ) {
    const { count, idleMs } = options;
    // Idle lanes look for work in turn: it waits a part of the pause, and one database connection does for all of them.
    this.pumps = Array.from(
      { length: count },
      (_, index) => new Pump(`${name}-${index + 1}`, step, { ...options, startAfterMs: (idleMs * index) / count }),
    );
  }

  async start(): Promise<void> {
    await Promise.all(this.pumps.map((pump) => pump.start()));
  }

  /** In one lane, so that a test or a simulation sees one order. */
  processAll(): Promise<number> {
    return this.pumps[0]!.processAll();
  }

  readonly nudge = (): void => this.pumps.forEach((pump) => pump.nudge());

  async stop(): Promise<void> {
    await Promise.all(this.pumps.map((pump) => pump.stop()));
  }
}
