import { createHash } from 'node:crypto';
import type { Clock, Ids, Randomness } from '@kalends/kernel';
import type { GoogleOAuth } from '../../grant/app/google-oauth';
import type { Vault } from '../../key-ring/vault';
import { REQUEST_LIFE_MS, type ConsentRequest } from '../domain/consent-request';
import { scopesToAsk, type ConsentPlan } from '../domain/scopes';
import type { ConsentTx } from './consent-tx';

export interface RequestFacts {
  readonly tenantId: string;
  readonly userId: string;
  readonly resourceId: string;
  readonly plan: ConsentPlan;
  readonly shareAccount: boolean;
}

export const stateHashOf = (state: string): string => createHash('sha256').update(state).digest('hex');

/** Opens trips to Google's page. */
export class ConsentRequests {
  constructor(
    private readonly google: GoogleOAuth,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly randomness: Randomness,
  ) {}

  /** Notes a new trip in `tx` and returns where to send the person. State and verifier leave only in that address. */
  async open(
    tx: ConsentTx,
    facts: RequestFacts,
    status: 'waiting' | 'offered',
  ): Promise<{ consentId: string; authorizationUrl: string; expiresAt: Date }> {
    const { tenantId, userId, resourceId, plan, shareAccount } = facts;
    const id = this.ids.next();
    const state = this.randomness.token(32);
    const verifier = this.randomness.token(32);
    const createdAt = this.clock.now();
    const request: ConsentRequest = {
      ...{ id, resourceId, userId, plan, shareAccount, status, createdAt },
      stateHash: stateHashOf(state),
      verifier: this.vault.seal(verifier, { tenantId, id, purpose: 'verifier' }),
      expiresAt: new Date(createdAt.getTime() + REQUEST_LIFE_MS),
    };
    await tx.requests.add(request);
    const authorizationUrl = this.google.authorizationUrl({
      state,
      challenge: createHash('sha256').update(verifier).digest('base64url'),
      scopes: scopesToAsk(plan),
      loginHint: await this.expectedAccount(tx, tenantId, resourceId),
    });
    return { consentId: id, authorizationUrl, expiresAt: request.expiresAt };
  }

  verifierOf(tenantId: string, request: ConsentRequest): string {
    return this.vault.open(request.verifier, { tenantId, id: request.id, purpose: 'verifier' });
  }

  /** A resource that is connected, or was until Google forgot us, goes on with the same account. */
  private async expectedAccount(tx: ConsentTx, tenantId: string, resourceId: string): Promise<string | null> {
    const grantId = (await tx.consents.find(resourceId))?.grantId;
    const grant = grantId ? await tx.grants.find(grantId) : null;
    return grant && this.vault.open(grant.account, { tenantId, id: grant.id, purpose: 'account' });
  }
}
