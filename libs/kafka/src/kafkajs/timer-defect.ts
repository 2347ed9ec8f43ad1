/** The part of kafkajs' internal request queue (one per connection) that is mended here. */
interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

const checkIntervalMs = 10;

/**
 * kafkajs 2.2.4 re-arms this timer after every response even when nothing waits, with a negative delay: each connection
 * spins for ever (2,700 timers a second when idle) and Node 24 warns of it; kafkajs issue 1751. Here it is armed only
 * while requests wait.
 */
export function mendTimerDefect(): void {
  // by path: it is not part of kafkajs' public types
  const queue = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue };
  queue.prototype.scheduleCheckPendingRequests = function scheduleOnlyWhilePending(this: RequestQueue): void {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : checkIntervalMs,
    );
  };
}
