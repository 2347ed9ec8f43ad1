export interface Patience {
  /** Milliseconds until the last attempt; 5000 by default. */
  readonly withinMs?: number;
  /** Milliseconds between attempts; 20 by default. */
  readonly everyMs?: number;
}

/** Calls `probe` (which throws, for instance by `expect`, while it is too early) until it succeeds, and gives what it gave. */
export async function eventually<T>(
  probe: () => T | Promise<T>,
  { withinMs = 5000, everyMs = 20 }: Patience = {},
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
}
