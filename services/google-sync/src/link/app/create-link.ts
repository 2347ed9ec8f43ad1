import type { User } from '@kalends/access';
import { DomainError, type Clock, type Ids, type Log, type UnitOfWork } from '@kalends/kernel';
import type { ResourceFacts } from '@kalends/resources';
import type { TokenBroker } from '../../broker/app/token-broker';
import type { CalendarLink, LinkMode } from '../domain/calendar-link';
import { confirmationNeeded, type TypedConfirmation } from '../domain/confirmation';
import type { AccountCalendar, AccountCalendars, CalendarRemover } from './account-calendars';
import type { CalendarContents } from './calendar-contents';
import type { Confirmations } from './confirmations';
import type { LinkChanges } from './link-changes';
import { linkable } from './linkable';
import { resetOf, type CalendarChoice } from './preview-link';
import { startJobs } from '../../job/app/start-jobs';
import type { LinkTx } from './link-tx';

export interface CreateLinkCommand {
  readonly user: User;
  readonly resource: ResourceFacts;
  readonly calendar: CalendarChoice;
  readonly mode: LinkMode;
  /** The calendar is to be emptied first: what was typed after the preview. */
  readonly reset?: TypedConfirmation;
}

export interface CreateLinkParts {
  readonly unitOfWork: UnitOfWork<LinkTx>;
  readonly calendars: AccountCalendars;
  readonly remover: CalendarRemover;
  readonly contents: CalendarContents;
  readonly broker: TokenBroker;
  readonly confirmations: Confirmations;
  readonly links: LinkChanges;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Links a resource with one secondary calendar. The export begins at once, or after the calendar has been emptied. */
export class CreateLink {
  constructor(private readonly parts: CreateLinkParts) {}

  async execute(command: CreateLinkCommand): Promise<CalendarLink> {
    const { user, resource, calendar, reset } = command;
    const { calendars, contents } = this.parts;
    const { tenantId } = user;
    await this.requireUnlinked(tenantId, resource.id);
    const grantId = await contents.grantOf(tenantId, resource.id);
    if ('create' in calendar) {
      // A new calendar has nothing to be emptied of.
      if (reset) throw confirmationNeeded();
      const wanted = { summary: calendar.create.summary, timeZone: resource.timeZone };
      const made = await calendars.create(tenantId, resource.id, wanted);
      return this.keepOrRemove(command, made, grantId);
    }
    const chosen = await linkable(calendars, tenantId, resource.id, calendar.id);
    const events = reset ? await contents.count(tenantId, resource.id, chosen.id) : 0;
    return this.keep(command, chosen, grantId, events);
  }

  private async requireUnlinked(tenantId: string, resourceId: string): Promise<void> {
    const linked = await this.parts.unitOfWork.run(tenantId, (tx) => tx.links.ofResources([resourceId]));
    if (linked.length === 0) return;
    throw new DomainError(
      'conflict',
      'link/resource-linked',
      'This resource already has a Google calendar. Disconnect it first.',
    );
  }

  private keep(
    command: CreateLinkCommand,
    calendar: AccountCalendar,
    grantId: string,
    events: number,
  ): Promise<CalendarLink> {
    const { unitOfWork, confirmations, links, clock, ids } = this.parts;
    const { user, resource, mode, reset } = command;
    const { tenantId } = user;
    const now = clock.now();
    return unitOfWork.run(tenantId, async (tx) => {
      if (reset) await confirmations.use(tx, resetOf(user, resource.id, calendar.id), reset, { events });
      const link = await tx.links.add({
        ...{ tenantId, id: ids.next(), resourceId: resource.id, branchId: resource.branchId, grantId, mode },
        calendarId: calendar.id,
        calendarSummary: calendar.summary,
        calendarTimeZone: calendar.timeZone,
        createdByKalends: calendar.createdByKalends,
        ...{ state: 'linking', reason: null, syncFrom: now, syncToken: null, toExport: null },
        ...{ deletionsApproved: false, lastSuccessAt: null, createdAt: now },
      });
      const about = { tenantId, linkId: link.id, at: now, actor: user.id };
      await tx.audit.record({ ...about, id: ids.next(), action: 'link/created', details: { mode } });
      if (reset) {
        await tx.audit.record({ ...about, id: ids.next(), action: 'calendar/reset-confirmed', details: { events } });
        await tx.jobs.request({ tenantId, linkId: link.id, grantId, job: 'reset', dueAt: now });
      } else await startJobs(tx, link, now);
      await links.tell(tx, link);
      return link;
    });
  }

  /** Of two links made at once, one is refused; the calendar that was made for it must not stay behind. */
  private async keepOrRemove(
    command: CreateLinkCommand,
    made: AccountCalendar,
    grantId: string,
  ): Promise<CalendarLink> {
    try {
      return await this.keep(command, made, grantId, 0);
    } catch (error) {
      const { tenantId } = command.user;
      const access = await this.parts.broker.accessFor(tenantId, command.resource.id);
      if (access.is === 'access') await this.parts.remover.remove({ token: access.token, calendarId: made.id });
      this.parts.log.warn('link.calendar-taken-back', { tenantId, resourceId: command.resource.id });
      throw error;
    }
  }
}
