import { table } from '@kalends/memory';
import type { OutboxRecord } from '../outbox-store';

export interface OutboxRow extends Omit<OutboxRecord, 'seq'> {
  readonly seq: number;
  readonly shard: number;
  /** Epoch milliseconds, as are all times here. */
  readonly createdAt: number;
  readonly sentAt: number | null;
}

export interface OutboxLeaseRow {
  readonly shard: number;
  readonly holder: string;
  readonly expiresAt: number;
}

export const outboxTable = table<OutboxRow>({
  name: 'outbox',
  tenant: (row) => row.tenantId,
  key: (row) => String(row.seq),
  isQueue: true,
  unique: {
    outbox_one_event_per_version: (row) => `${row.aggregateId}/${row.version}/${row.topic}/${row.tenantId}`,
  },
});

/** A shard that nobody ever led has no row yet. */
export const outboxLeaseTable = table<OutboxLeaseRow>({
  name: 'outbox_lease',
  tenant: () => '',
  key: (row) => String(row.shard),
  isQueue: true,
});
