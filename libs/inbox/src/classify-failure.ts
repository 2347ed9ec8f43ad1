import { isDomainError } from '@kalends/kernel';

/**
 * `transient`: something we depend on is down or too busy: pause and repeat for as long as it takes. `permanent`: it can
 * never work: park at once. `unknown`: try a few times, then park.
 */
export type FailureClass = 'transient' | 'permanent' | 'unknown';

export function classifyFailure(error: unknown): FailureClass {
  if (!isDomainError(error)) return 'unknown';
  if (error.kind === 'unavailable' || error.kind === 'limited') return 'transient';
  return error.kind === 'invalid' ? 'permanent' : 'unknown';
}

/** Milliseconds to wait after `failures` in a row, before jitter; undefined when it is time to park. */
export function backOff(failure: FailureClass, failures: number): number | undefined {
  switch (failure) {
    case 'transient':
      return Math.min(5_000, 50 * 2 ** failures);
    case 'unknown':
      // Five tries within 60 s; short, because the partition waits: 0.1 + 0.3 + 0.9 + 2.7 s.
      return failures < 5 ? 100 * 3 ** (failures - 1) : undefined;
    case 'permanent':
      return undefined;
  }
}
