import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { ConsentRequests, RequestFacts } from './consent-requests';
import type { ConsentTx } from './consent-tx';

/** Long enough for a person to look at what went wrong yesterday. */
const KEPT_MS = 24 * 60 * 60_000;

/** Begins a consent: from now on one address leads to Google's page and back. An older open one of the resource ends. */
export class StartConsent {
  constructor(
    private readonly unitOfWork: UnitOfWork<ConsentTx>,
    private readonly requests: ConsentRequests,
    private readonly clock: Clock,
  ) {}

  execute(command: RequestFacts): Promise<{ consentId: string; authorizationUrl: string; expiresAt: Date }> {
    return this.unitOfWork.run(command.tenantId, async (tx) => {
      await tx.requests.deleteBefore(new Date(this.clock.now().getTime() - KEPT_MS));
      await tx.requests.cancelOpen(command.resourceId);
      return this.requests.open(tx, command, 'waiting');
    });
  }
}
