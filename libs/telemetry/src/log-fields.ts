/**
 * The only fields that come out in a log line. An allow-list, so that a new field with personal data in it stays in:
 * ids, counts, durations and stable words are welcome, names, titles, addresses, tokens and free text are not.
 */
export const allowedFields: ReadonlySet<string> = new Set(
  [
    'nest service role part port signal version migration schema url',
    'tenantId branchId resourceId appointmentId linkId grantId channelId calendarId userId eventId',
    'commandId aggregateId topic partition offset group consumer shard leaseId code',
    'kind reason state from to mode outcome origin operation method',
    'route status count pending attempt attempts page pages exported toExport',
    'drift durationMs delayMs lagMs ageMs retryAfterMs dueAt expiresAt supportId',
  ].flatMap((line) => line.split(' ')),
);

/** What a log may tell of an error: its class, its code and where; not its message, which may quote data. */
export interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly at?: readonly string[];
  readonly cause?: LoggedError;
}

export function loggedError(error: unknown, depth = 3): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    code: typeof code === 'string' ? code : undefined,
    at: frames.slice(0, 8).map((line) => line.trim().slice(3)),
    cause: error.cause !== undefined && depth > 0 ? loggedError(error.cause, depth - 1) : undefined,
  };
}

/** `fields` without what the allow-list does not know; names of dropped ones are kept, so that the gap is seen. */
export function loggable(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'error') out.error = loggedError(value);
    else if (allowedFields.has(name)) out[name] = value instanceof Date ? value.toISOString() : value;
    else dropped.push(name);
  }
  if (dropped.length > 0) out.droppedFields = dropped;
  return out;
}
