import type { Clock, Randomness } from '@kalends/kernel';

/** When to try again after `attempts` failures: doubled each time from a second to five minutes, with jitter. */
export function backOff(clock: Clock, randomness: Randomness, attempts: number): Date {
  const ms = Math.min(1000 * 2 ** Math.max(0, attempts - 1), 5 * 60 * 1000);
  return new Date(clock.now().getTime() + ms * (0.5 + randomness.fraction() / 2));
}
