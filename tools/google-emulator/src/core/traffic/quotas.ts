import { errors } from '../google-error';
import type { Randomness } from '../ports';
import type { Settings } from '../settings';

const MINUTE = 60_000;

/** Sliding minutes of calls per project (OAuth client) and per user in it. */
export class Quotas {
  private readonly windows = new Map<string, number[]>();

  constructor(private readonly random: Randomness) {}

  /** @throws GoogleError 403 or 429 with domain usageLimits; a refused call does not count */
  spend(settings: Settings, clientId: string, account: string, now: number): void {
    const project = this.window(clientId, now);
    const user = this.window(`${clientId} ${account}`, now);
    if (user.length >= settings.userCallsPerMinute)
      throw errors.usageLimits(this.status(settings), 'userRateLimitExceeded');
    if (project.length >= settings.projectCallsPerMinute)
      throw errors.usageLimits(this.status(settings), 'rateLimitExceeded');
    project.push(now);
    user.push(now);
  }

  clear(): void {
    this.windows.clear();
  }

  private window(key: string, now: number): number[] {
    const calls = this.windows.get(key) ?? [];
    const firstInside = calls.findIndex((at) => at > now - MINUTE);
    calls.splice(0, firstInside === -1 ? calls.length : firstInside);
    this.windows.set(key, calls);
    return calls;
  }

  private status({ quotaStatus }: Settings): number {
    if (quotaStatus !== 'either') return quotaStatus;
    return this.random.fraction() < 0.5 ? 403 : 429;
  }
}
