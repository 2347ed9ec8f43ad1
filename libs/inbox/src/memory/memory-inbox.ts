import type { Clock } from '@kalends/kernel';
import type { MemorySession, View } from '@kalends/memory';
import type { EventMeta } from '../event-handler';
import type { AggregateAddress, Inbox, ParkedEvent } from '../inbox';
import {
  eventKey,
  guardKey,
  inboxTable,
  inboxVersionTable,
  parkedEventTable,
  type ParkedRow,
  type VersionRow,
} from './inbox-tables';

const days = (count: number): number => count * 24 * 60 * 60 * 1000;

/** The inbox of `consumer` on a MemoryDatabase. The row of inbox_version is the aggregate's lock. */
export class MemoryInbox implements Inbox {
  constructor(
    private readonly session: MemorySession,
    private readonly consumer: string,
    private readonly clock: Clock,
  ) {}

  admit(event: EventMeta): Promise<'new' | 'known' | 'held'> {
    return this.session.query('inbox.admit', (view) => {
      const { tenantId, eventId, version } = event;
      const { consumer } = this;
      const guard = this.lockGuard(view, event);
      const isApplied = (): boolean => view.get(inboxTable, eventKey(tenantId, consumer, eventId)) !== undefined;
      if (guard !== undefined && guard.version >= version) return 'known';
      if (guard?.held === true) return isApplied() ? 'known' : 'held';
      this.setGuard(view, event, { version });
      if (isApplied()) return 'known';
      view.insert(inboxTable, { tenantId, consumer, eventId, appliedAt: this.clock.now().getTime() });
      return 'new';
    });
  }

  async park(event: ParkedEvent): Promise<void> {
    await this.session.query('inbox.park', (view) => {
      const { meta, attempts } = event;
      const { tenantId, eventId, version } = meta;
      const guard = this.lockGuard(view, meta);
      if (guard !== undefined && guard.version >= version) return;
      this.setGuard(view, meta, { held: true });
      const key = eventKey(tenantId, this.consumer, eventId);
      const before = view.lock(parkedEventTable, key);
      if (before === undefined) {
        view.insert(parkedEventTable, {
          tenantId,
          consumer: this.consumer,
          event,
          replayedAt: null,
          replayedBy: null,
        });
      } else if (attempts > 0) {
        const { reason, message } = event;
        view.update(parkedEventTable, key, (row) => ({
          ...row,
          event: { ...row.event, reason, message, attempts: row.event.attempts + 1 },
        }));
      }
    });
  }

  async takeParked(aggregate: AggregateAddress): Promise<ParkedEvent | null> {
    await this.session.query('inbox.letPass', (view) => {
      if (this.lockGuard(view, aggregate) !== undefined) this.setGuard(view, aggregate, { held: false });
    });
    return this.session.query('inbox.oldestParked', (view) => {
      let oldest: ParkedEvent | null = null;
      for (const { event } of this.waiting(view, aggregate))
        if (oldest === null || event.meta.version < oldest.meta.version) oldest = event;
      return oldest;
    });
  }

  async settleParked(event: EventMeta, by: string): Promise<void> {
    await this.session.query('inbox.settleParked', (view) => {
      const key = eventKey(event.tenantId, this.consumer, event.eventId);
      const replayedAt = this.clock.now().getTime();
      view.update(parkedEventTable, key, (row) => ({ ...row, replayedAt, replayedBy: by }));
    });
    await this.session.query('inbox.hold', (view) => {
      if (this.lockGuard(view, event) === undefined) return;
      this.setGuard(view, event, { held: this.waiting(view, event).length > 0 });
    });
  }

  async purge(limit: number): Promise<number> {
    const now = this.clock.now().getTime();
    const applied = await this.session.query('inbox.purge', (view) => {
      const old = view
        .all(inboxTable)
        .filter(({ consumer, appliedAt }) => consumer === this.consumer && appliedAt < now - days(14))
        .slice(0, limit);
      for (const row of old) view.delete(inboxTable, inboxTable.key(row));
      return old.length;
    });
    await this.session.query('inbox.purgeParked', (view) => {
      for (const row of view.all(parkedEventTable))
        if (row.consumer === this.consumer && row.replayedAt !== null && row.replayedAt < now - days(30))
          view.delete(parkedEventTable, parkedEventTable.key(row));
    });
    return applied;
  }

  private lockGuard(view: View, of: AggregateAddress): VersionRow | undefined {
    return view.lock(inboxVersionTable, guardKey(this.consumer, of));
  }

  private setGuard(view: View, of: AggregateAddress, change: Partial<Pick<VersionRow, 'version' | 'held'>>): void {
    const updated = view.update(inboxVersionTable, guardKey(this.consumer, of), (row) => ({ ...row, ...change }));
    if (updated !== undefined) return;
    const { tenantId, topic, aggregateId } = of;
    view.insert(inboxVersionTable, {
      tenantId,
      consumer: this.consumer,
      topic,
      aggregateId,
      version: 0,
      held: false,
      ...change,
    });
  }

  private waiting(view: View, { tenantId, topic, aggregateId }: AggregateAddress): ParkedRow[] {
    return view
      .all(parkedEventTable)
      .filter(
        ({ consumer, replayedAt, event: { meta } }) =>
          replayedAt === null &&
          consumer === this.consumer &&
          meta.tenantId === tenantId &&
          meta.topic === topic &&
          meta.aggregateId === aggregateId,
      );
  }
}
