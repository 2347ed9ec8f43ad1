import type { User } from '@kalends/access';
import type { UnitOfWork } from '@kalends/kernel';
import { isReachable, type CalendarLink } from '../domain/calendar-link';
import type { Counts, TypedConfirmation } from '../domain/confirmation';
import type { CalendarContents } from './calendar-contents';
import type { Confirmations } from './confirmations';
import type { LinkTx } from './link-tx';

export interface DisconnectPreview {
  /** Events that Kalends wrote and that are still in the calendar. */
  readonly exportedEvents: number;
  /** Appointments that began in Google; they stay in Kalends. */
  readonly importedAppointments: number;
  /** All events in the calendar; null when Google can't be asked now. */
  readonly eventsInCalendar: number | null;
  readonly calendarCreatedByKalends: boolean;
  /** To be typed and sent along if anything is to be deleted. */
  readonly confirmation: TypedConfirmation;
}

/** What a disconnect confirmation is about. */
export const disconnectOf = (user: User, linkId: string) =>
  ({ userId: user.id, action: 'disconnect', subject: linkId }) as const;

/** Says what would go with each way of disconnecting. */
export class PreviewDisconnect {
  constructor(
    private readonly unitOfWork: UnitOfWork<LinkTx>,
    private readonly contents: CalendarContents,
    private readonly confirmations: Confirmations,
  ) {}

  async execute(user: User, link: CalendarLink): Promise<DisconnectPreview> {
    const inCalendar = link.createdByKalends ? await this.countAll(link) : null;
    return this.unitOfWork.run(link.tenantId, async (tx) => {
      const { exported, imported } = await tx.linkedEvents.count(link.id);
      const counts: Counts = { exported, ...(inCalendar !== null && { inCalendar }) };
      return {
        exportedEvents: exported,
        importedAppointments: imported,
        eventsInCalendar: inCalendar,
        calendarCreatedByKalends: link.createdByKalends,
        confirmation: await this.confirmations.ask(tx, disconnectOf(user, link.id), link.calendarSummary, counts),
      };
    });
  }

  /** Leaving the calendar as it is must be possible without Google. */
  private async countAll(link: CalendarLink): Promise<number | null> {
    if (!isReachable(link)) return null;
    return this.contents.count(link.tenantId, link.resourceId, link.calendarId);
  }
}
