import type { Outcome } from './consent-request';
import type { Assessment } from './scopes';

/** What is known when a person comes back from Google with tokens. */
export interface Arrival {
  readonly accountHash: string;
  readonly assessment: Assessment;
  /** Google gave no refresh token: nothing that lasts. */
  readonly lasting: boolean;
  /** Account that the resource is connected with, or was until Google forgot us. */
  readonly connectedAccount: string | null;
  /** Another resource uses this account. */
  readonly usedElsewhere: boolean;
  readonly shareAccount: boolean;
}

/** Why the arrival is not taken, or null. What the person can mend at once comes first. */
export function refusalOf(arrival: Arrival): Outcome | null {
  if (arrival.connectedAccount !== null && arrival.connectedAccount !== arrival.accountHash) return 'other-account';
  if (!arrival.assessment.usable) return 'scope-missing';
  if (!arrival.lasting) return 'failed';
  if (arrival.usedElsewhere && !arrival.shareAccount) return 'account-in-use';
  return null;
}
