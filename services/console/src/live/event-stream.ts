import type { ServerResponse } from 'node:http';

export interface StreamLimits {
  readonly heartbeatMs: number;
  /** A page that reads this slowly is cut off; it resumes by its last id and loses nothing. */
  readonly maxBufferedBytes: number;
  /** The page comes back after this long, so that a session which ended, or a role which was lost, ends its stream too. */
  readonly lifeMs: number;
}

export const streamLimits: StreamLimits = { heartbeatMs: 15_000, maxBufferedBytes: 256 * 1024, lifeMs: 5 * 60_000 };

/** Milliseconds that a browser waits before it comes back. */
const retryMs = 1000;

/** One server-sent event stream (HTML Living Standard, section 9.2) over one response. */
export class EventStream {
  private readonly timers: readonly NodeJS.Timeout[];

  constructor(
    private readonly response: ServerResponse,
    private readonly limits: StreamLimits,
  ) {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // For an nginx in between: don't gather.
      'x-accel-buffering': 'no',
    });
    response.write(`retry: ${retryMs}\n\n`);
    this.timers = [
      setInterval(() => this.send('beat', {}), limits.heartbeatMs),
      setTimeout(() => this.response.end(), limits.lifeMs),
    ];
    response.on('close', () => this.timers.forEach((timer) => clearTimeout(timer)));
  }

  /** Tells one event; without `id` the page's last id stays. */
  send(event: string, data: object, id?: string): void {
    if (this.response.writableEnded) return;
    this.response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    if (this.response.writableLength > this.limits.maxBufferedBytes) this.response.destroy();
  }
}
