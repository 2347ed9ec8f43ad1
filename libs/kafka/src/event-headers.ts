import type { KafkaRecord } from './kafka';

/** Which event a record carries: readable without its payload. */
export interface EventIdentity {
  readonly eventId: string;
  readonly tenantId: string;
  readonly aggregateId: string;
  /** 1, 2, 3… per aggregate. */
  readonly version: number;
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const eventId = new RegExp(`^${uuid}$`);
const key = new RegExp(`^(${uuid})/(${uuid})$`);

/** What stands beside the payload; tenant and aggregate are the record's key (contracts' aggregateKey). */
export const eventHeaders = ({ eventId: id, version }: EventIdentity): Record<string, string> => ({
  'kalends-event-id': id,
  'kalends-version': String(version),
});

/** Reads what `eventHeaders` and the key say; undefined when the record is none of ours. */
export function eventIdentity(record: Pick<KafkaRecord, 'key' | 'headers'>): EventIdentity | undefined {
  const { 'kalends-event-id': id, 'kalends-version': digits } = record.headers;
  const [, tenantId, aggregateId] = key.exec(record.key) ?? [];
  const version = Number(digits);
  if (id === undefined || !eventId.test(id) || !Number.isSafeInteger(version)) return undefined;
  if (tenantId === undefined || aggregateId === undefined) return undefined;
  return { eventId: id, tenantId, aggregateId, version };
}
