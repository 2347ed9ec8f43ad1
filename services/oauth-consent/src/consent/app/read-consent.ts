import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { Vault } from '../../key-ring/vault';
import { isOpen, statusAt, type Outcome } from '../domain/consent-request';
import { assess, type Abilities, type ConsentPlan } from '../domain/scopes';
import type { ConsentTx } from './consent-tx';
import { describeConsent, type Described } from '../domain/describe-consent';

/** How a resource stands with Google, for its own people. */
export interface ConsentView extends Described {
  readonly resourceId: string;
  readonly state: 'none' | 'granted' | 'needs-consent' | 'withdrawn';
  readonly plan: ConsentPlan | null;
  /** The connected account's address. */
  readonly account: string | null;
  readonly grantedScopes: readonly string[];
  readonly missingScopes: readonly string[];
  readonly abilities: Abilities;
  /** The last trip to Google's page, if nothing happened to the consent since. */
  readonly attempt: { readonly id: string; readonly status: 'waiting' | Outcome; readonly expiresAt: Date } | null;
}

export class ReadConsent {
  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly vault: Vault,
    private readonly clock: Clock,
  ) {}

  execute(query: { readonly tenantId: string; readonly resourceId: string }): Promise<ConsentView> {
    const { tenantId, resourceId } = query;
    return this.unitOfWork.run(tenantId, async (tx) => {
      const consent = await tx.consents.find(resourceId);
      const grant = consent?.grantId ? await tx.grants.find(consent.grantId) : null;
      const latest = await tx.requests.latest(resourceId);
      // What happened to the consent since then says more than an old attempt.
      const request = latest && (isOpen(latest) || !consent || latest.createdAt > consent.changedAt) ? latest : null;
      const status = request && statusAt(request, this.clock.now());
      const state = consent?.state ?? 'none';
      const attempt =
        request && status
          ? {
              id: request.id,
              status: status === 'answered' || status === 'offered' ? 'waiting' : status,
              expiresAt: request.expiresAt,
            }
          : null;
      const grantedScopes = grant?.scopes ?? [];
      const assessment = assess(grantedScopes, consent?.plan ?? 'create');
      return {
        resourceId,
        state,
        plan: consent?.plan ?? null,
        account: grant && this.vault.open(grant.account, { tenantId, id: grant.id, purpose: 'account' }),
        grantedScopes,
        missingScopes: grant ? assessment.missing : [],
        abilities: assessment.abilities,
        attempt,
        ...describeConsent(state, grant ? assessment.missingBoxes : [], attempt?.status ?? null),
      };
    });
  }
}
