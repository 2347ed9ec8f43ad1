/** What a killed process held lies still until its leases end, in milliseconds: shorter than a process takes to start (R13). */
export const leaseMs = 6_000;
export const keepEveryMs = 1_500;

/**
 * Keeps what this process works on from being taken by others, however long a piece of work takes. Should a lease end all the
 * same, If-Match, ids made from what is written and the mapping's revision keep two workers from doing a thing twice.
 */
export class LeaseKeeper {
  private readonly held = new Set<() => Promise<unknown>>();

  /** Calls `extend` from time to time while `work` is under way. */
  async during<T>(extend: () => Promise<unknown>, work: () => Promise<T>): Promise<T> {
    this.held.add(extend);
    try {
      return await work();
    } finally {
      this.held.delete(extend);
    }
  }

  get isHolding(): boolean {
    return this.held.size > 0;
  }

  /** Extends all that is held. @returns 0: more is never waiting */
  async step(): Promise<number> {
    await Promise.all([...this.held].map((extend) => extend()));
    return 0;
  }
}
