import type { ConsentPlan } from './scopes';

/** How an attempt ended. */
export type Outcome =
  | 'granted'
  | 'denied' // the person said no, or ticked nothing
  | 'blocked-by-admin' // the Workspace administrator does not allow the app
  | 'scope-missing' // too few boxes for anything to work
  | 'account-in-use' // the account belongs to another resource and nobody confirmed that they share it
  | 'other-account' // the resource is connected with another account
  | 'expired'
  | 'cancelled'
  | 'failed'; // Google did not answer, or not as it should

/**
 * `offered` waits as `waiting` does, but nobody has asked for it yet: the page of a failed attempt carries it as its "try
 * again", and until it is used the failed attempt stays the one to be shown.
 */
export type RequestStatus = 'waiting' | 'offered' | 'answered' | Outcome;

/** One trip to Google's consent page: single use, ten minutes, for one user, resource and tenant. */
export interface ConsentRequest {
  readonly id: string;
  readonly resourceId: string;
  readonly userId: string;
  /** SHA-256 of the state, hex: who reads the table can not answer in the person's name. */
  readonly stateHash: string;
  /** The PKCE verifier (RFC 7636), sealed. */
  readonly verifier: string;
  readonly plan: ConsentPlan;
  /** The person knows that another resource uses the same account. */
  readonly shareAccount: boolean;
  readonly status: RequestStatus;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export const REQUEST_LIFE_MS = 10 * 60_000;

export const isOpen = (request: ConsentRequest): boolean =>
  request.status === 'waiting' || request.status === 'offered';

/** Why a callback is turned away before Google is asked anything. */
export type Rejection = 'unknown-state' | 'already-used' | 'expired' | 'cancelled';

/** Whether `request`, found by its state, may be answered by this user now. Another user's is as unknown as a forged one. */
export function rejectionOf(request: ConsentRequest | null, userId: string, now: Date): Rejection | null {
  if (!request || request.userId !== userId) return 'unknown-state';
  if (request.status === 'cancelled') return 'cancelled';
  if (request.status === 'expired') return 'expired';
  if (!isOpen(request)) return 'already-used';
  return now >= request.expiresAt ? 'expired' : null;
}

/** What to show of an attempt: one that nobody finished in time has expired. */
export const statusAt = (request: ConsentRequest, now: Date): RequestStatus =>
  (isOpen(request) || request.status === 'answered') && now >= request.expiresAt ? 'expired' : request.status;
