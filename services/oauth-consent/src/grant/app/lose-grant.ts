import type { Clock, Ids, Log, UnitOfWork } from '@kalends/kernel';
import { tellConsentChanged } from '../../consent/app/consent-changed';
import type { ConsentTx } from '../../consent/app/consent-tx';
import type { Signals } from '../../signals';
import { lost } from '../../consent/domain/consent';

/** Google answered `invalid_grant`: notes once, for every resource of the account, that the person must consent again. */
export class LoseGrant {
  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
    private readonly signals: Signals,
  ) {}

  /** Does nothing when the grant was renewed meanwhile: `generation` is the one whose token was refused. */
  execute(refused: {
    readonly tenantId: string;
    readonly grantId: string;
    readonly generation: number;
  }): Promise<void> {
    const { tenantId, grantId, generation } = refused;
    return this.unitOfWork.run(tenantId, async (tx) => {
      const grant = await tx.grants.lock(grantId);
      if (!grant || grant.state !== 'granted' || grant.generation !== generation) return;
      await tx.grants.save({ ...grant, state: 'needs-consent' });
      const consents = await tx.consents.byGrant(grantId);
      for (const consent of consents.map((each) => lost(each, this.clock.now()))) {
        await tx.consents.save(consent);
        await tellConsentChanged(tx.outbox, { eventId: this.ids.next(), tenantId, consent, scopes: [] });
      }
      this.signals.lost();
      this.log.warn('consent.lost', { tenantId, grantId, count: consents.length });
    });
  }
}
