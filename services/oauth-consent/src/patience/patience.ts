import { isDomainError } from '@kalends/kernel';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** One call to Google takes this long at most, in milliseconds; with its repetition less than the lease of a revocation. */
const callMs = 5_000;

const isPassing = (error: unknown): boolean => isDomainError(error) && error.kind === 'unavailable';

const twice = retry(handleWhen(isPassing), {
  maxAttempts: 1,
  backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 1_000 }),
});

/** How often and how long this service waits for Google; its client libraries repeat nothing by themselves. */
export const patience = {
  callMs,
  /** For calls that may be made again without harm: once more after a failure that may pass. */
  repeated: <T>(call: () => Promise<T>): Promise<T> => twice.execute(call),
} as const;
