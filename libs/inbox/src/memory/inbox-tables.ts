import { table } from '@kalends/memory';
import type { ParkedEvent } from '../inbox';

interface OfConsumer {
  readonly tenantId: string;
  readonly consumer: string;
}

export interface AppliedRow extends OfConsumer {
  readonly eventId: string;
  /** Epoch milliseconds, as are all times here. */
  readonly appliedAt: number;
}

export interface VersionRow extends OfConsumer {
  readonly topic: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly held: boolean;
}

export interface ParkedRow extends OfConsumer {
  readonly event: ParkedEvent;
  readonly replayedAt: number | null;
  readonly replayedBy: string | null;
}

export const eventKey = (tenantId: string, consumer: string, eventId: string): string =>
  `${tenantId}/${consumer}/${eventId}`;
export const guardKey = (consumer: string, of: { tenantId: string; topic: string; aggregateId: string }): string =>
  `${of.tenantId}/${consumer}/${of.topic}/${of.aggregateId}`;

const tenant = (row: OfConsumer): string => row.tenantId;

export const inboxTable = table<AppliedRow>({
  name: 'inbox',
  tenant,
  key: (row) => eventKey(row.tenantId, row.consumer, row.eventId),
  isQueue: true,
});

export const inboxVersionTable = table<VersionRow>({
  name: 'inbox_version',
  tenant,
  key: (row) => guardKey(row.consumer, row),
  isQueue: true,
});

export const parkedEventTable = table<ParkedRow>({
  name: 'parked_event',
  tenant,
  key: (row) => eventKey(row.tenantId, row.consumer, row.event.meta.eventId),
  isQueue: true,
});
