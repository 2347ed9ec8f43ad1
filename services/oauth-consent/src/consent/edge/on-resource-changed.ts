import type { ResourceChanged } from '@kalends/contracts';
import { OnEvent, type EventContext } from '@kalends/inbox';
import { Controller } from '@nestjs/common';
import type { ConsentTx } from '../app/consent-tx';
import { WithdrawConsent } from '../app/withdraw-consent';

/** A resource that is gone needs no access to anybody's calendar. */
@Controller()
export class OnResourceChanged {
  constructor(private readonly withdraw: WithdrawConsent) {}

  @OnEvent('resourceChanged')
  async handle({ resource }: ResourceChanged, { tx }: EventContext<ConsentTx>): Promise<void> {
    if (resource?.deleted) await this.withdraw.withdraw(tx, resource.tenantId, resource.id);
  }
}
