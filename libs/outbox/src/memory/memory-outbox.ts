import type { EventName } from '@kalends/contracts';
import type { Clock } from '@kalends/kernel';
import type { MemorySession } from '@kalends/memory';
import type { Outbox, OutgoingEvent } from '../outbox';
import { outgoingRecord } from '../outgoing-record';
import { outboxTable } from './outbox-tables';

/** The outbox of one transaction on a MemoryDatabase. */
export class MemoryOutbox implements Outbox {
  constructor(
    private readonly session: MemorySession,
    private readonly clock: Clock,
    private readonly nudge: () => void = () => {},
  ) {}

  async append<N extends EventName>(event: OutgoingEvent<N>): Promise<void> {
    const record = outgoingRecord(event);
    await this.session.query('outbox.append', (view) => {
      const createdAt = this.clock.now().getTime();
      view.insert(outboxTable, { ...record, seq: view.next('outbox_seq'), createdAt, sentAt: null });
    });
    this.session.afterCommit(this.nudge);
  }
}
