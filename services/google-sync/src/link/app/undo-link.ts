import { isDomainError, type Clock, type Ids, type Log, type UnitOfWork } from '@kalends/kernel';
import type { TokenBroker } from '../../broker/app/token-broker';
import type { GoogleAccess } from '../../google/app/google-access';
import type { JobHandler, Lease } from '../../job/app/job-runner';
import { stopChannel } from '../../watch/app/watch-calendar';
import { next, type CalendarLink } from '../domain/calendar-link';
import type { CalendarRemover } from './account-calendars';
import type { DisconnectOrder } from './disconnect-order-store';
import type { LinkChanges } from './link-changes';
import { removeEvent } from './remove-event';
import type { LinkTx } from './link-tx';

export interface UndoLinkParts {
  readonly unitOfWork: UnitOfWork<LinkTx>;
  readonly access: GoogleAccess;
  readonly broker: TokenBroker;
  readonly remover: CalendarRemover;
  readonly links: LinkChanges;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const batchSize = 100;

/** Job `disconnect`: does to the calendar what was ordered, stops the pushes and forgets the link's events. */
export class UndoLink implements JobHandler {
  constructor(private readonly parts: UndoLinkParts) {}

  async run(link: CalendarLink, lease: Lease): Promise<null> {
    const { unitOfWork } = this.parts;
    const order = await unitOfWork.run(link.tenantId, (tx) => tx.disconnects.find(link.id));
    if (!order) return null;
    await this.stopPushes(link);
    const outcome = await this.reachable(() => this.carryOut(link, order, lease));
    await unitOfWork.run(link.tenantId, (tx) => this.conclude(tx, link, order, outcome));
    return null;
  }

  /** Without access nothing more can be done at Google, and waiting would leave the link in between for ever. */
  private async reachable(work: () => Promise<number>): Promise<{ deleted: number } | { unreachable: true }> {
    try {
      return { deleted: await work() };
    } catch (error) {
      if (isDomainError(error) && error.code === 'link/broken') return { unreachable: true };
      throw error;
    }
  }

  private async carryOut(link: CalendarLink, order: DisconnectOrder, lease: Lease): Promise<number> {
    switch (order.google) {
      case 'leave':
        return 0;
      case 'delete-events':
        return this.deleteEvents(link, lease);
      case 'delete-calendar':
        await this.parts.access.call(link, (_, place) => this.parts.remover.remove(place));
        return 1;
    }
  }

  private async deleteEvents(link: CalendarLink, lease: Lease): Promise<number> {
    let deleted = 0;
    for (let after = ''; ;) {
      const page = { after, limit: batchSize };
      const events = await this.parts.unitOfWork.run(link.tenantId, (tx) => tx.linkedEvents.exported(link.id, page));
      for (const event of events) {
        await lease.extend();
        if (await removeEvent(this.parts.access, link, event)) deleted += 1;
      }
      const last = events.at(-1);
      if (!last) return deleted;
      after = last.id;
    }
  }

  /** A channel that can't be stopped runs out by itself; its pushes find nothing here. */
  private async stopPushes(link: CalendarLink): Promise<void> {
    const { unitOfWork, access, log } = this.parts;
    const channels = await unitOfWork.run(link.tenantId, (tx) => tx.channels.ofLink(link.id));
    for (const channel of channels) {
      try {
        await stopChannel(access, link, channel);
      } catch (error) {
        log.warn('watch.not-stopped', { linkId: link.id, channelId: channel.id, error });
      }
      await unitOfWork.run(link.tenantId, (tx) => tx.channels.remove(channel.id));
    }
  }

  private async conclude(tx: LinkTx, link: CalendarLink, order: DisconnectOrder, outcome: object): Promise<void> {
    const { links, clock, ids } = this.parts;
    const { tenantId, id: linkId } = link;
    await links.change(tx, linkId, (current) => next(current, { state: 'gone', reason: null }));
    if (order.google !== 'delete-calendar') await tx.formerEvents.remember(linkId, link.calendarId);
    await tx.linkedEvents.forget(linkId);
    await tx.disconnects.remove(linkId);
    await tx.audit.record({
      ...{ tenantId, id: ids.next(), linkId, at: clock.now(), actor: order.actor },
      action: 'link/disconnected',
      details: { google: order.google, ...outcome },
    });
  }
}
