import type { Clock, UnitOfWork } from '@kalends/kernel';
import type { MemoryDatabase, MemorySession, View } from '@kalends/memory';
import type { OutboxRecord, OutboxStore } from '../outbox-store';
import { shardCount } from '../shard';
import { outboxLeaseTable, outboxTable, type OutboxRow } from './outbox-tables';

/** The relay's store on a MemoryDatabase. */
export class MemoryOutboxStore implements OutboxStore {
  /** `new MemoryUnitOfWork(database, (session) => session, gate)` */
  constructor(
    private readonly unitOfWork: UnitOfWork<MemorySession>,
    private readonly clock: Clock,
  ) {}

  unsent(holder: string, leaseMs: number, limit: number): Promise<readonly OutboxRecord[]> {
    return this.unitOfWork.runAcrossTenants(async (session) => {
      const shards = await session.query('outbox.lease', (view) => this.lease(view, holder, leaseMs));
      if (shards.size === 0) return [];
      return session.query('outbox.unsent', (view) =>
        view
          .all(outboxTable)
          .filter(({ sentAt, shard }) => sentAt === null && shards.has(shard))
          .sort((a, b) => a.seq - b.seq)
          .slice(0, limit)
          .map(toRecord),
      );
    });
  }

  async markSent(records: readonly OutboxRecord[]): Promise<void> {
    await this.unitOfWork.runAcrossTenants((session) =>
      session.query('outbox.markSent', (view) => {
        const sentAt = this.clock.now().getTime();
        for (const { seq } of records)
          if (view.get(outboxTable, seq)?.sentAt === null) view.update(outboxTable, seq, (row) => ({ ...row, sentAt }));
      }),
    );
  }

  async release(holder: string): Promise<void> {
    await this.unitOfWork.runAcrossTenants((session) =>
      session.query('outbox.release', (view) => {
        for (const lease of view.all(outboxLeaseTable))
          if (lease.holder === holder)
            view.update(outboxLeaseTable, String(lease.shard), (row) => ({ ...row, expiresAt: -Infinity }));
      }),
    );
  }

  deleteSent(ageMs: number, limit: number): Promise<number> {
    return this.unitOfWork.runAcrossTenants((session) =>
      session.query('outbox.deleteSent', (view) => {
        const before = this.clock.now().getTime() - ageMs;
        const old = view
          .all(outboxTable)
          .filter(({ sentAt }) => sentAt !== null && sentAt < before)
          .slice(0, limit);
        for (const { seq } of old) view.delete(outboxTable, String(seq));
        return old.length;
      }),
    );
  }

  oldestUnsentMs(): Promise<number> {
    return this.unitOfWork.runAcrossTenants((session) =>
      session.query('outbox.oldestUnsent', (view) => {
        const now = this.clock.now().getTime();
        return view
          .all(outboxTable)
          .reduce((oldest, { sentAt, createdAt }) => (sentAt === null ? Math.max(oldest, now - createdAt) : oldest), 0);
      }),
    );
  }

  /** The shards that `holder` leads now; a lease is renewed when a third of it is gone. */
  private lease(view: View, holder: string, leaseMs: number): ReadonlySet<number> {
    const now = this.clock.now().getTime();
    const expiresAt = now + leaseMs;
    const mine = new Set<number>();
    for (let shard = 0; shard < shardCount; shard += 1) {
      const key = String(shard);
      const lease = view.get(outboxLeaseTable, key);
      const isHeld = lease?.holder === holder && lease.expiresAt > now;
      const isExpiring =
        lease === undefined || lease.expiresAt < now || (isHeld && lease.expiresAt < now + (leaseMs * 2) / 3);
      if (isExpiring && view.isFree(outboxLeaseTable, key)) {
        if (lease === undefined) view.insert(outboxLeaseTable, { shard, holder, expiresAt });
        else view.update(outboxLeaseTable, key, (row) => ({ ...row, holder, expiresAt }));
        mine.add(shard);
      } else if (isHeld) mine.add(shard);
    }
    return mine;
  }
}

/** When the oldest event that waits for a relay was written; null when none waits. */
export function oldestUnsent(database: MemoryDatabase): Date | null {
  let oldest = Infinity;
  for (const { sentAt, createdAt } of database.rows(outboxTable))
    if (sentAt === null && createdAt < oldest) oldest = createdAt;
  return oldest === Infinity ? null : new Date(oldest);
}

const toRecord = ({
  seq,
  eventId,
  topic,
  tenantId,
  aggregateId,
  version,
  payload,
  headers,
}: OutboxRow): OutboxRecord => ({
  seq: String(seq),
  eventId,
  topic,
  tenantId,
  aggregateId,
  version,
  payload,
  headers,
});
