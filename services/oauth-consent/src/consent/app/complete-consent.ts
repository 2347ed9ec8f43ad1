import { isDomainError, type Clock, type Log, type UnitOfWork } from '@kalends/kernel';
import type { CodeAnswer, GoogleOAuth } from '../../grant/app/google-oauth';
import { rejectionOf, type ConsentRequest, type Outcome, type Rejection } from '../domain/consent-request';
import type { MissingBox } from '../domain/scopes';
import type { Signals } from '../../signals';
import { stateHashOf, type ConsentRequests } from './consent-requests';
import type { ConsentTx } from './consent-tx';
import type { TakeGrant, Taken } from './take-grant';

/** What came back with the person: either a code or an error (RFC 6749 section 4.1.2). */
export interface Callback {
  readonly tenantId: string;
  readonly userId: string;
  readonly state: string;
  readonly code: string | null;
  readonly error: string | null;
}

/** What the page has to say. */
export interface CallbackAnswer {
  readonly outcome: Outcome | Rejection;
  readonly missing: readonly MissingBox[];
  /** Where "try again" leads; null when there is nothing to try again from here. */
  readonly retryUrl: string | null;
}

/** Finishes a trip to Google's page. Its state is used up before Google is asked, so that it can never count twice. */
export class CompleteConsent {
  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly google: GoogleOAuth,
    private readonly requests: ConsentRequests,
    private readonly takeGrant: TakeGrant,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly signals: Signals,
  ) {}

  async execute(callback: Callback): Promise<CallbackAnswer> {
    const { tenantId } = callback;
    const { request, rejection } = await this.useUp(callback);
    if (rejection) this.log.warn('consent.callback-rejected', { tenantId, reason: rejection });
    if (!request) this.signals.answered(rejection ?? 'unknown-state');
    if (!request) return { outcome: rejection ?? 'unknown-state', missing: [], retryUrl: null };
    const tokens = rejection ? 'expired' : await this.tokensOf(callback, request);
    return this.unitOfWork.run(tenantId, async (tx) => {
      const taken: Taken =
        typeof tokens === 'string'
          ? { outcome: tokens, missing: [] }
          : await this.takeGrant.execute(tx, { tenantId, request, tokens });
      await tx.requests.setStatus(request.id, taken.outcome);
      this.signals.answered(taken.outcome);
      return { ...taken, retryUrl: await this.offerRetry(tx, tenantId, request, taken) };
    });
  }

  /** The request if there is something to go on with: an admitted one, or an expired one that can be tried again. */
  private useUp(callback: Callback): Promise<{ request: ConsentRequest | null; rejection: Rejection | null }> {
    return this.unitOfWork.run(callback.tenantId, async (tx) => {
      const request = await tx.requests.lockByState(stateHashOf(callback.state));
      const rejection = rejectionOf(request, callback.userId, this.clock.now());
      if (!request || (rejection && rejection !== 'expired')) return { request: null, rejection };
      await tx.requests.setStatus(request.id, rejection ?? 'answered');
      return { request, rejection };
    });
  }

  private async tokensOf(callback: Callback, request: ConsentRequest): Promise<CodeAnswer | Outcome> {
    if (!callback.code) return callback.error === 'admin_policy_enforced' ? 'blocked-by-admin' : 'denied';
    try {
      return await this.google.exchange(callback.code, this.requests.verifierOf(callback.tenantId, request));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const { tenantId } = callback;
      this.log.warn('consent.exchange-failed', { tenantId, resourceId: request.resourceId, error });
      return 'failed';
    }
  }

  /** Following the link is the person's word that the account may be shared, where that was the question. */
  private async offerRetry(
    tx: ConsentTx,
    tenantId: string,
    request: ConsentRequest,
    taken: Taken,
  ): Promise<string | null> {
    if (taken.outcome === 'granted' && taken.missing.length === 0) return null;
    const { userId, resourceId, plan } = request;
    const shareAccount = request.shareAccount || taken.outcome === 'account-in-use';
    const { authorizationUrl } = await this.requests.open(
      tx,
      { tenantId, userId, resourceId, plan, shareAccount },
      'offered',
    );
    return authorizationUrl;
  }
}
