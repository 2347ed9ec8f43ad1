import type { Clock, Ids } from '@kalends/kernel';
import type { Signals } from '../../signals';
import type { SyncTx } from '../../sync-tx';
import { isWorking, recovered, type CalendarLink, type LinkReason } from '../domain/calendar-link';
import { linkChanged } from './link-changed';

/** The one way to change what others are told of a link: state, event and the queues' standstill commit together. */
export class LinkChanges {
  constructor(
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly signals: Signals,
  ) {}

  /**
   * Locks the link, applies the pure `change` and keeps what came out; nothing happens when it gives the same link back.
   * A link that stops working has its queues paused, one that works again has them due.
   */
  async change(tx: SyncTx, linkId: string, change: (link: CalendarLink) => CalendarLink): Promise<CalendarLink | null> {
    const before = await tx.links.lock(linkId);
    if (before === null) return null;
    const after = change(before);
    if (after === before) return before;
    await tx.links.save(after);
    if (isWorking(before) && !isWorking(after)) {
      await tx.work.pause(linkId);
      await tx.jobs.pause(linkId);
    }
    if (!isWorking(before) && isWorking(after)) {
      await tx.work.resume(linkId, this.clock.now());
      await tx.jobs.resume(linkId, this.clock.now());
    }
    if (before.state !== after.state) this.signals.linkState(after.state, after.reason ?? '');
    await this.tell(tx, after);
    return after;
  }

  /**
   * For a worker that has run into a link which does not work: what it was about to do waits until the link works again.
   * The link is locked first, as whoever mends it may have been quicker: nobody would wake what is paused after that.
   */
  async standStill(tx: SyncTx, linkId: string, giveBack: () => Promise<void>): Promise<void> {
    const link = await tx.links.lock(linkId);
    await giveBack();
    if (link?.state !== 'broken') return;
    await tx.work.pause(linkId);
    await tx.jobs.pause(linkId);
  }

  /** Puts a link that was degraded or broken for one of `reasons` back on its way. */
  async recover(tx: SyncTx, linkId: string, reasons: readonly LinkReason[]): Promise<CalendarLink | null> {
    const { initial } = await tx.work.pending(linkId);
    return this.change(tx, linkId, (link) => recovered(link, reasons, initial === 0));
  }

  /** Tells others of a link that was just added. */
  async tell(tx: SyncTx, link: CalendarLink): Promise<void> {
    const pending = await tx.work.pending(link.id);
    await tx.outbox.append({
      name: 'calendarLinkChanged',
      tenantId: link.tenantId,
      aggregateId: link.resourceId,
      version: link.version,
      payload: linkChanged(link, pending, this.ids.next(), this.clock.now()),
    });
  }
}
