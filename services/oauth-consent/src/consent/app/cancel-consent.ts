import type { UnitOfWork } from '@kalends/kernel';
import type { ConsentTx } from './consent-tx';

/** The person closed the dialog: an answer that still comes from Google is not taken. What was granted before stays. */
export class CancelConsent {
  constructor(private readonly unitOfWork: UnitOfWork<ConsentTx>) {}

  async execute(command: { readonly tenantId: string; readonly resourceId: string }): Promise<void> {
    await this.unitOfWork.run(command.tenantId, (tx) => tx.requests.cancelOpen(command.resourceId));
  }
}
