/** Which event a record carries: readable without its payload. */
export interface EventIdentity {
  readonly eventId: string;
  readonly tenantId: string;
  readonly aggregateId: string;
  /** 1, 2, 3… per aggregate. */
  readonly version: number;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const eventHeaders = ({ eventId, tenantId, aggregateId, version }: EventIdentity): Record<string, string> => ({
  'kalends-event-id': eventId,
  'kalends-tenant-id': tenantId,
  'kalends-aggregate-id': aggregateId,
  'kalends-version': String(version),
});

/** What `eventHeaders` wrote; undefined when the record is none of ours. */
export function eventIdentity(headers: Readonly<Record<string, string>>): EventIdentity | undefined {
  const { 'kalends-event-id': eventId, 'kalends-tenant-id': tenantId, 'kalends-aggregate-id': aggregateId } = headers;
  const version = Number(headers['kalends-version']);
  if (!isUuid(eventId) || !isUuid(tenantId) || !isUuid(aggregateId) || !Number.isSafeInteger(version)) return undefined;
  return { eventId, tenantId, aggregateId, version };
}

const isUuid = (text: string | undefined): text is string => text !== undefined && uuid.test(text);
