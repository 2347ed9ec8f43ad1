import { timestampDate } from '@bufbuild/protobuf/wkt';
import { LinkState, type CalendarLinkChanged } from '@kalends/contracts';
import { OnEvent, type EventContext } from '@kalends/inbox';
import { Controller } from '@nestjs/common';
import type { ConsentTx } from '../app/consent-tx';
import { WithdrawConsent } from '../app/withdraw-consent';

/** A resource that has been disconnected keeps no access to the account: what is not used is given back. */
@Controller()
export class OnCalendarLinkChanged {
  constructor(private readonly withdraw: WithdrawConsent) {}

  @OnEvent('calendarLinkChanged')
  async handle({ link, occurredAt }: CalendarLinkChanged, { tx }: EventContext<ConsentTx>): Promise<void> {
    if (link?.state !== LinkState.GONE || !occurredAt) return;
    const consent = await tx.consents.find(link.resourceId);
    const endedAt = timestampDate(occurredAt);
    // Given since then, it is for the next link, and so is a trip to Google's page that has begun since.
    if (!consent || consent.changedAt > endedAt) return;
    await this.withdraw.withdraw(tx, link.tenantId, link.resourceId, endedAt);
  }
}
