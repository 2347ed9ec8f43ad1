import { createHash } from 'node:crypto';
import type { Clock, Ids, Log } from '@kalends/kernel';
import type { CodeAnswer } from '../../grant/app/google-oauth';
import type { Grant } from '../../grant/domain/grant';
import type { Vault } from '../../key-ring/vault';
import { granted } from '../domain/consent';
import { REQUEST_LIFE_MS, type ConsentRequest, type Outcome } from '../domain/consent-request';
import { refusalOf } from '../domain/refusal';
import { assess, type MissingBox } from '../domain/scopes';
import { tellConsentChanged } from './consent-changed';
import type { ConsentTx } from './consent-tx';

export interface Taken {
  readonly outcome: Outcome;
  readonly missing: readonly MissingBox[];
}

interface Arrived {
  readonly tenantId: string;
  readonly request: ConsentRequest;
  readonly tokens: CodeAnswer;
}

/** Decides whether tokens that came from Google are kept, and keeps them; what is not kept goes back to Google. */
export class TakeGrant {
  constructor(
    private readonly clientId: string,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
  ) {}

  async execute(tx: ConsentTx, arrived: Arrived): Promise<Taken> {
    const { tenantId, request, tokens } = arrived;
    const accountHash = createHash('sha256').update(`${this.clientId}|${tokens.subject}`).digest('hex');
    const existing = await tx.grants.lockAccount(accountHash);
    const assessment = assess(tokens.scopes, request.plan);
    const consent = await tx.consents.find(request.resourceId);
    const connected = consent?.grantId ? await tx.grants.find(consent.grantId) : null;
    const users = existing ? await tx.consents.byGrant(existing.id) : [];
    const refusal = refusalOf({
      accountHash,
      assessment,
      lasting: tokens.refreshToken !== null,
      connectedAccount: connected?.accountHash ?? null,
      usedElsewhere: users.some(({ resourceId }) => resourceId !== request.resourceId),
      shareAccount: request.shareAccount,
    });
    if (refusal === null) await this.keep(tx, arrived, accountHash, existing);
    else if (tokens.refreshToken) await this.giveBack(tx, arrived, accountHash, refusal);
    this.log.info('consent.answered', { tenantId, resourceId: request.resourceId, outcome: refusal ?? 'granted' });
    return { outcome: refusal ?? 'granted', missing: assessment.missingBoxes };
  }

  private async keep(tx: ConsentTx, arrived: Arrived, accountHash: string, existing: Grant | null): Promise<void> {
    const { tenantId, tokens } = arrived;
    const id = existing?.id ?? this.ids.next();
    const seal = (text: string, purpose: 'refresh-token' | 'account') =>
      this.vault.seal(text, { tenantId, id, purpose });
    const grant: Grant = {
      ...{ id, accountHash, state: 'granted', scopes: tokens.scopes },
      generation: (existing?.generation ?? 0) + 1,
      refreshToken: seal(tokens.refreshToken ?? '', 'refresh-token'),
      account: seal(tokens.email, 'account'),
    };
    await tx.grants.save(grant);
    await this.tellUsers(tx, arrived, grant, existing);
  }

  /** This resource, and those others of the account for which something changed: it works again, or may do more or less. */
  private async tellUsers(tx: ConsentTx, arrived: Arrived, grant: Grant, existing: Grant | null): Promise<void> {
    const { tenantId, request } = arrived;
    const at = this.clock.now();
    const { resourceId, plan } = request;
    const own = await tx.consents.find(resourceId);
    const isNews = existing?.state !== 'granted' || !sameScopes(existing.scopes, grant.scopes);
    const users = isNews ? await tx.consents.byGrant(grant.id) : [];
    const others = users.filter((user) => user.resourceId !== resourceId);
    const consents = [
      granted(own, { resourceId, grantId: grant.id, plan, at }),
      ...others.map((user) => granted(user, { ...user, grantId: grant.id, at })),
    ];
    for (const consent of consents) {
      await tx.consents.save(consent);
      await tellConsentChanged(tx.outbox, { eventId: this.ids.next(), tenantId, consent, scopes: grant.scopes });
    }
  }

  /**
   * Google ends all that the account gave, not this token alone. Where the person is offered to try again with the same
   * account, that waits until the offer has run out, or it would end the second try too.
   */
  private async giveBack(tx: ConsentTx, arrived: Arrived, accountHash: string, refusal: Outcome): Promise<void> {
    const { tenantId, tokens } = arrived;
    const id = this.ids.next();
    const refreshToken = this.vault.seal(tokens.refreshToken ?? '', { tenantId, id, purpose: 'refresh-token' });
    const waitMs = refusal === 'other-account' ? 0 : RETRY_MS;
    const due = new Date(this.clock.now().getTime() + waitMs);
    await tx.revocations.add({ tenantId, id, accountHash, refreshToken }, due);
  }
}

/** How long a retry may take: its request's life and some time to finish. */
const RETRY_MS = REQUEST_LIFE_MS + 5 * 60_000;

const sameScopes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((scope) => b.includes(scope));
