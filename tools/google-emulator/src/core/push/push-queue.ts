import type { Randomness } from '../ports';

/** One notification on its way. */
export interface Push {
  readonly id: number;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Epoch ms from which it may be sent. */
  readonly dueAt: number;
  readonly attempt: number;
}

/** What the admin plane does to pushes; a rate is a share of them, 0 to 1. */
export interface PushWeather {
  dropRate: number;
  duplicateRate: number;
  delayMs: number;
  /** Each push waits up to this long more, at random, so that later ones overtake. */
  jitterMs: number;
}

export const fairWeather: PushWeather = { dropRate: 0, duplicateRate: 0, delayMs: 0, jitterMs: 0 };

const RETRIED = new Set([500, 502, 503, 504]);
const FIRST_BACKOFF = 1_000;
const MAX_ATTEMPTS = 8;

/**
 * Pushes that wait for their time. It only keeps them: whoever sends takes what is due and says what came of it, so that
 * a simulation can do both under its own clock. Nothing of it survives a restart, as some of Google's never arrive either.
 */
export class PushQueue {
  weather: PushWeather = fairWeather;
  private waiting: Push[] = [];
  private lastId = 0;
  readonly counts = { queued: 0, dropped: 0, delivered: 0, lost: 0, retried: 0 };

  constructor(
    private readonly random: Randomness,
    private readonly onQueued: () => void,
  ) {}

  add(address: string, headers: Record<string, string>, now: number): void {
    this.counts.queued += 1;
    if (this.random.fraction() < this.weather.dropRate) {
      this.counts.dropped += 1;
      return;
    }
    const copies = this.random.fraction() < this.weather.duplicateRate ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const dueAt = now + this.weather.delayMs + this.random.fraction() * this.weather.jitterMs;
      this.waiting.push({ id: ++this.lastId, address, headers, dueAt, attempt: 1 });
    }
    this.onQueued();
  }

  /** Takes out what may be sent at `now`, the earliest first. */
  take(now: number): Push[] {
    const due = this.waiting.filter((push) => push.dueAt <= now);
    this.waiting = this.waiting.filter((push) => push.dueAt > now);
    return due.sort((a, b) => a.dueAt - b.dueAt || a.id - b.id);
  }

  /** Epoch ms of the next one, or null when none waits. */
  get nextDueAt(): number | null {
    return this.waiting.length === 0 ? null : Math.min(...this.waiting.map((push) => push.dueAt));
  }

  get size(): number {
    return this.waiting.length;
  }

  /**
   * What became of a taken push: 500, 502, 503, 504 and no answer at all (`null`) are tried again with exponential
   * backoff, 2xx and 102 are done, any other status loses it.
   */
  settle(push: Push, status: number | null, now: number): void {
    const isRetried = status === null || RETRIED.has(status);
    if (isRetried && push.attempt < MAX_ATTEMPTS) {
      const backoff = FIRST_BACKOFF * 2 ** (push.attempt - 1) * (1 + this.random.fraction() / 2);
      this.counts.retried += 1;
      this.waiting.push({ ...push, attempt: push.attempt + 1, dueAt: now + backoff });
      this.onQueued();
    } else if (!isRetried && [102, 200, 201, 202, 204].includes(status)) this.counts.delivered += 1;
    else this.counts.lost += 1;
  }

  clear(): void {
    this.waiting = [];
    this.weather = fairWeather;
    Object.assign(this.counts, { queued: 0, dropped: 0, delivered: 0, lost: 0, retried: 0 });
  }
}
