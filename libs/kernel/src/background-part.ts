/** Something that works on its own beside requests: a relay, a worker, a poll. A simulation or a test steps it. */
export interface BackgroundPart {
  /** Stable, for logs and health: `outbox-relay`. */
  readonly name: string;
  /** Begins to work by itself. Resolves when ready. */
  start(): Promise<void>;
  /** Does all that is due now and returns how much it did; 0 when there was nothing. */
  processAll(): Promise<number>;
  /** Finishes what is under way and stops. */
  stop(): Promise<void>;
}
