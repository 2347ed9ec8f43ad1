import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { ConsentTx } from '../../consent/app/consent-tx';
import type { GoogleOAuth } from '../../grant/app/google-oauth';
import type { LoseGrant } from '../../grant/app/lose-grant';
import type { Grant } from '../../grant/domain/grant';
import type { Vault } from '../../key-ring/vault';
import type { AccessToken } from './access-token';
import type { TokenCache } from './token-cache';

export type TokenAnswer =
  | { readonly is: 'token'; readonly token: AccessToken }
  | { readonly is: 'needs-consent'; readonly reason: 'never-given' | 'revoked' };

/** The rest of its life that a token must have to be handed out: longer than any one call to Google takes. */
const LEAST_LIFE_MS = 2 * 60_000;

/**
 * Short-lived access tokens for a resource. Whether the consent still stands is read each time; Google is asked only when
 * no token of the grant is left, once for all that wait, and never again after it refused.
 */
export class AccessTokens {
  private readonly underWay = new Map<string, Promise<TokenAnswer>>();

  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly google: GoogleOAuth,
    private readonly vault: Vault,
    private readonly loseGrant: LoseGrant,
    private readonly cache: TokenCache,
    private readonly clock: Clock,
  ) {}

  /** Throws a DomainError of kind `unavailable` when Google does not answer. */
  async get(tenantId: string, resourceId: string): Promise<TokenAnswer> {
    const found = await this.grantOf(tenantId, resourceId);
    if (!found) return { is: 'needs-consent', reason: 'never-given' };
    const { grant } = found;
    if (grant?.state !== 'granted') return { is: 'needs-consent', reason: 'revoked' };
    const key = keyOf(tenantId, grant);
    const cached = this.cache.get(key);
    if (cached && cached.expiresAt.getTime() - this.clock.now().getTime() > LEAST_LIFE_MS) {
      return { is: 'token', token: cached };
    }
    return this.onceAtATime(key, () => this.refresh(tenantId, key, grant));
  }

  /** Google refused the token with this digest: it is not handed out again. */
  async reject(tenantId: string, resourceId: string, tokenSha256: string): Promise<void> {
    const found = await this.grantOf(tenantId, resourceId);
    if (found?.grant) this.cache.drop(keyOf(tenantId, found.grant), tokenSha256);
  }

  private grantOf(tenantId: string, resourceId: string): Promise<{ grant: Grant | null } | null> {
    return this.unitOfWork.run(tenantId, async (tx) => {
      const consent = await tx.consents.find(resourceId);
      return consent && { grant: consent.grantId ? await tx.grants.find(consent.grantId) : null };
    });
  }

  private onceAtATime(key: string, refresh: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
    const running = this.underWay.get(key);
    if (running) return running;
    const started = refresh().finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private async refresh(tenantId: string, key: string, grant: Grant): Promise<TokenAnswer> {
    const { id: grantId, generation } = grant;
    const answer = await this.google.refresh(
      this.vault.open(grant.refreshToken, { tenantId, id: grantId, purpose: 'refresh-token' }),
    );
    if (answer.is === 'refused') {
      await this.loseGrant.execute({ tenantId, grantId, generation });
      return { is: 'needs-consent', reason: 'revoked' };
    }
    const token: AccessToken = {
      value: answer.value,
      expiresAt: new Date(this.clock.now().getTime() + answer.expiresInSeconds * 1000),
      scopes: answer.scopes ?? grant.scopes,
      grantId,
    };
    this.cache.put(key, token);
    return { is: 'token', token };
  }
}

/** A renewed grant has a key of its own: tokens of the old one are never found again. */
const keyOf = (tenantId: string, grant: Grant): string => `${tenantId}/${grant.id}/${grant.generation}`;
