import type { Clock, Ids, Log, UnitOfWork } from '@kalends/kernel';
import { withdrawn } from '../domain/consent';
import { tellConsentChanged } from './consent-changed';
import type { ConsentTx } from './consent-tx';

/**
 * Ends a resource's consent. The account's grant goes with its last resource: its row at once, Google's side by the queue
 * of revocations. Withdrawing again does nothing.
 */
export class WithdrawConsent {
  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
  ) {}

  execute(command: { readonly tenantId: string; readonly resourceId: string }): Promise<void> {
    return this.unitOfWork.run(command.tenantId, (tx) => this.withdraw(tx, command.tenantId, command.resourceId));
  }

  /**
   * The same inside a transaction that is under way.
   * @param begunUntil trips to Google's page that began later go on
   */
  async withdraw(tx: ConsentTx, tenantId: string, resourceId: string, begunUntil?: Date): Promise<void> {
    await tx.requests.cancelOpen(resourceId, begunUntil);
    const grantId = (await tx.consents.find(resourceId))?.grantId;
    const grant = grantId ? await tx.grants.lock(grantId) : null;
    const before = await tx.consents.find(resourceId);
    if (!before || !grant || before.grantId !== grant.id) return;

    const consent = withdrawn(before, this.clock.now());
    await tx.consents.save(consent);
    await tellConsentChanged(tx.outbox, { eventId: this.ids.next(), tenantId, consent, scopes: [] });
    this.log.info('consent.withdrawn', { tenantId, resourceId, grantId: grant.id });

    if ((await tx.consents.byGrant(grant.id)).length > 0) return;
    await tx.grants.delete(grant);
    const { id, accountHash, refreshToken } = grant;
    await tx.revocations.add({ tenantId, id, accountHash, refreshToken }, this.clock.now());
  }
}
