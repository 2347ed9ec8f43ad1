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

const revoked: TokenAnswer = { is: 'needs-consent', reason: 'revoked' };

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
    if (!grant) return revoked;
    return this.atHand(tenantId, grant) ?? this.onceAtATime(tenantId, grant.id);
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

  /** What can be answered without Google; null: it has to be asked. */
  private atHand(tenantId: string, grant: Grant): TokenAnswer | null {
    if (grant.state !== 'granted') return revoked;
    const token = this.cache.get(keyOf(tenantId, grant));
    const life = token ? token.expiresAt.getTime() - this.clock.now().getTime() : 0;
    return token && life > LEAST_LIFE_MS ? { is: 'token', token } : null;
  }

  private onceAtATime(tenantId: string, grantId: string): Promise<TokenAnswer> {
    const key = `${tenantId}/${grantId}`;
    const running = this.underWay.get(key);
    if (running) return running;
    const started = this.readAndRefresh(tenantId, grantId).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  /** Whoever asks may have read the grant before an earlier refusal was stored: it is read anew, or Google is asked twice. */
  private async readAndRefresh(tenantId: string, grantId: string): Promise<TokenAnswer> {
    const grant = await this.unitOfWork.run(tenantId, (tx) => tx.grants.find(grantId));
    if (!grant) return revoked;
    return this.atHand(tenantId, grant) ?? this.refresh(tenantId, grant);
  }

  private async refresh(tenantId: string, grant: Grant): Promise<TokenAnswer> {
    const { id: grantId, generation } = grant;
    const answer = await this.google.refresh(
      this.vault.open(grant.refreshToken, { tenantId, id: grantId, purpose: 'refresh-token' }),
    );
    if (answer.is === 'refused') {
      await this.loseGrant.execute({ tenantId, grantId, generation });
      return revoked;
    }
    const token: AccessToken = {
      value: answer.value,
      expiresAt: new Date(this.clock.now().getTime() + answer.expiresInSeconds * 1000),
      scopes: answer.scopes ?? grant.scopes,
      grantId,
    };
    this.cache.put(keyOf(tenantId, grant), token);
    return { is: 'token', token };
  }
}

/** A renewed grant has a key of its own: tokens of the old one are never found again. */
const keyOf = (tenantId: string, grant: Grant): string => `${tenantId}/${grant.id}/${grant.generation}`;
