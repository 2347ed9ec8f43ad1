import type { User } from '@kalends/access';
import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { ResourceFacts } from '@kalends/resources';
import type { Scheduling } from '../../scheduling/app/scheduling';
import type { LinkMode } from '../domain/calendar-link';
import type { TypedConfirmation } from '../domain/confirmation';
import type { AccountCalendars } from './account-calendars';
import type { CalendarContents } from './calendar-contents';
import type { Confirmations } from './confirmations';
import { linkable } from './linkable';
import type { LinkTx } from './link-tx';

/** A calendar that exists, or one to be made. */
export type CalendarChoice = { readonly id: string } | { readonly create: { readonly summary: string } };

export interface LinkPreview {
  /** Appointments that will be written to the calendar. */
  readonly toExport: number;
  /** Mails that the export sends: none, as guests are not told. */
  readonly mails: 0;
  readonly eventsInCalendar: number;
  /** To be typed and sent along if the calendar is to be emptied first. */
  readonly confirmation: TypedConfirmation;
}

/** What a reset confirmation is about. */
export const resetOf = (user: User, resourceId: string, calendarId: string) =>
  ({ userId: user.id, action: 'reset-calendar', subject: `${resourceId}/${calendarId}` }) as const;

/** Says what linking a calendar would do, before anything is done. */
export class PreviewLink {
  constructor(
    private readonly unitOfWork: UnitOfWork<LinkTx>,
    private readonly calendars: AccountCalendars,
    private readonly contents: CalendarContents,
    private readonly scheduling: Scheduling,
    private readonly confirmations: Confirmations,
    private readonly clock: Clock,
  ) {}

  async execute(query: {
    readonly user: User;
    readonly resource: ResourceFacts;
    readonly calendar: CalendarChoice;
    readonly mode: LinkMode;
  }): Promise<LinkPreview> {
    const { user, resource, calendar } = query;
    const { tenantId } = user;
    const chosen = 'id' in calendar ? await linkable(this.calendars, tenantId, resource.id, calendar.id) : null;
    const eventsInCalendar = chosen ? await this.contents.count(tenantId, resource.id, chosen.id) : 0;
    const toExport = await this.appointments(tenantId, resource.id);
    const phrase = chosen ? chosen.summary : 'create' in calendar ? calendar.create.summary : '';
    const confirmation = await this.unitOfWork.run(tenantId, (tx) =>
      this.confirmations.ask(tx, resetOf(user, resource.id, chosen?.id ?? ''), phrase, { events: eventsInCalendar }),
    );
    return { toExport, mails: 0, eventsInCalendar, confirmation };
  }

  private async appointments(tenantId: string, resourceId: string): Promise<number> {
    let count = 0;
    for await (const _ of this.scheduling.appointmentsOf(tenantId, resourceId, this.clock.now())) count += 1;
    return count;
  }
}
