import type { Emulator } from '../core/emulator';
import type { Push } from '../core/push/push-queue';

const TIMEOUT = 10_000;

/** Sends waiting pushes over HTTP when they are due. */
export class PushPump {
  private timer: NodeJS.Timeout | null = null;
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly emulator: () => Emulator) {}

  /** Looks again at what is due: after something was queued, or when the clock was moved. */
  nudge(): void {
    if (this.stopping.signal.aborted) return;
    const next = this.emulator().pushes.nextDueAt;
    if (this.timer) clearTimeout(this.timer);
    this.timer =
      next === null
        ? null
        : setTimeout(() => this.send(), Math.min(Math.max(0, next - this.emulator().now()), 2 ** 31 - 1));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.timer) clearTimeout(this.timer);
    await Promise.all(this.underWay);
  }

  private send(): void {
    const { pushes } = this.emulator();
    for (const push of pushes.take(this.emulator().now())) {
      const sending = this.deliver(push).finally(() => this.underWay.delete(sending));
      this.underWay.add(sending);
    }
    this.nudge();
  }

  private async deliver(push: Push): Promise<void> {
    let status: number | null = null;
    try {
      const headers = {
        ...push.headers,
        'User-Agent': 'APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)',
      };
      const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT), this.stopping.signal]);
      const response = await fetch(push.address, { method: 'POST', headers, signal, redirect: 'manual' });
      await response.arrayBuffer();
      status = response.status;
    } catch {
      // No answer: the queue tries again.
    }
    this.emulator().pushes.settle(push, status, this.emulator().now());
  }
}
