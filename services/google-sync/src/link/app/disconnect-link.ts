import type { User } from '@kalends/access';
import { DomainError, type Clock, type Ids, type UnitOfWork } from '@kalends/kernel';
import { isReachable, next, type CalendarLink } from '../domain/calendar-link';
import type { Counts, TypedConfirmation } from '../domain/confirmation';
import type { CalendarContents } from './calendar-contents';
import type { Confirmations } from './confirmations';
import type { OnGoogle } from './disconnect-order-store';
import type { LinkChanges } from './link-changes';
import { disconnectOf } from './preview-disconnect';
import type { LinkTx } from './link-tx';

export interface DisconnectLinkParts {
  readonly unitOfWork: UnitOfWork<LinkTx>;
  readonly contents: CalendarContents;
  readonly confirmations: Confirmations;
  readonly links: LinkChanges;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Orders the end of a link; the job `disconnect` carries it out. */
export class DisconnectLink {
  constructor(private readonly parts: DisconnectLinkParts) {}

  async execute(user: User, link: CalendarLink, google: OnGoogle, typed?: TypedConfirmation): Promise<void> {
    const { unitOfWork, confirmations } = this.parts;
    if (google !== 'leave') requireReachable(link, google);
    const inCalendar = google === 'delete-calendar' ? await this.countAll(link) : 0;
    await unitOfWork.run(link.tenantId, async (tx) => {
      const { exported } = await tx.linkedEvents.count(link.id);
      const counts: Counts = google === 'delete-calendar' ? { inCalendar } : { exported };
      if (google !== 'leave') await confirmations.use(tx, disconnectOf(user, link.id), typed, counts);
      await this.order(tx, link.id, google, user.id, google === 'leave' ? {} : counts);
    });
  }

  private async order(tx: LinkTx, linkId: string, google: OnGoogle, actor: string, counts: Counts): Promise<void> {
    const { links, clock, ids } = this.parts;
    const now = clock.now();
    const before = await tx.links.lock(linkId);
    if (!before || before.state === 'disconnecting' || before.state === 'gone') return;
    const { tenantId, grantId } = before;
    await tx.disconnects.add({ linkId, google, actor });
    await links.change(tx, linkId, (link) => next(link, { state: 'disconnecting', reason: null }));
    await tx.work.drop(linkId);
    await tx.jobs.drop(linkId);
    await tx.jobs.request({ tenantId, linkId, grantId, job: 'disconnect', dueAt: now });
    const details = { google, ...counts };
    await tx.audit.record({
      tenantId,
      id: ids.next(),
      linkId,
      at: now,
      actor,
      action: 'link/disconnect-ordered',
      details,
    });
  }

  private countAll(link: CalendarLink): Promise<number> {
    return this.parts.contents.count(link.tenantId, link.resourceId, link.calendarId);
  }
}

function requireReachable(link: CalendarLink, google: OnGoogle): void {
  if (google === 'delete-calendar' && !link.createdByKalends) {
    throw new DomainError(
      'conflict',
      'link/not-our-calendar',
      'Kalends deletes only calendars that it created; leave this one or delete the events of Kalends in it.',
    );
  }
  if (!isReachable(link)) {
    throw new DomainError(
      'conflict',
      'link/google-unreachable',
      'Kalends has no access to this calendar now: reconnect first, or leave the events where they are.',
      { reason: link.reason },
    );
  }
}
