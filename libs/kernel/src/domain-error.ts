/** What went wrong, in terms that every edge can translate; it says nothing of HTTP, gRPC or Kafka. */
export type ErrorKind =
  | 'invalid' // the input can't be understood or is not allowed: mend it
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict' // it collides with another thing: a slot that is taken, a link that exists
  | 'stale' // the caller's version is not the current one: read again
  | 'limited' // too much or too often: later
  | 'unavailable' // something we depend on does not answer: later
  | 'internal';

/** The one error of the domain. `code` is stable and reads `noun/what-happened`, such as `appointment/slot-taken`. */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: `${string}/${string}`,
    /** One sentence in plain words that says what happened and what to do; safe to show to the caller. */
    message: string,
    /** Facts for the caller, safe to show to the caller: no other tenant's, no other customer's. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'DomainError';
  }
}

export function isDomainError(error: unknown): error is DomainError {
  return error instanceof DomainError;
}
