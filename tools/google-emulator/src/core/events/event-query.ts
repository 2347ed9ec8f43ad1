import { errors } from '../google-error';
import { flag, positive, repeated, single, type ApiRequest } from '../operation';
import { readSyncToken, type SyncToken } from '../tokens';
import { isTimeZone, parseInstantParameter } from '../time';

const NOT_WITH_SYNC_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
];

/** A list with one of these is a search, not the start of a synchronisation: it gives no sync token. */
const NOT_SYNCABLE = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'q', 'sharedExtendedProperty', 'updatedMin'];

export interface EventQuery {
  readonly sync: SyncToken | null;
  /** Parameters that a sync token binds; null when the result gives no token. */
  readonly mode: string | null;
  readonly singleEvents: boolean;
  readonly showDeleted: boolean;
  readonly orderBy: 'startTime' | 'updated' | null;
  readonly timeMin: number | undefined;
  readonly timeMax: number | undefined;
  readonly updatedMin: number | undefined;
  readonly iCalUID: string | undefined;
  readonly words: readonly string[];
  readonly eventTypes: readonly string[];
  readonly properties: readonly { kind: 'private' | 'shared'; key: string; value: string }[];
  readonly timeZone: string | undefined;
  readonly maxAttendees: number | undefined;
  readonly maxResults: number;
}

/** Reads and checks the parameters of events.list; `of` names the collection that tokens belong to. */
export function readEventQuery({ query }: ApiRequest, of: string): EventQuery {
  const given = (name: string) => query[name] !== undefined && repeated(query, name).length > 0;
  const token = single(query, 'syncToken');
  const singleEvents = flag(query, 'singleEvents') ?? false;
  const eventTypes = repeated(query, 'eventTypes');
  const mode = JSON.stringify({ singleEvents, eventTypes: [...eventTypes].sort() });
  const sync = token === undefined ? null : readSyncToken(token, of);
  if (sync) {
    const forbidden = NOT_WITH_SYNC_TOKEN.find(given);
    if (forbidden) throw errors.badRequest(`Bad Request: ${forbidden} cannot be combined with syncToken`);
    if (flag(query, 'showDeleted') === false)
      throw errors.badRequest('Bad Request: showDeleted=false cannot be combined with syncToken');
    if (sync.mode !== mode) throw errors.badRequest('Bad Request: the parameters differ from those of the sync token');
  }
  const timeMin = parseInstantParameter(single(query, 'timeMin'), 'timeMin');
  const timeMax = parseInstantParameter(single(query, 'timeMax'), 'timeMax');
  if (timeMin !== undefined && timeMax !== undefined && timeMax <= timeMin) throw errors.timeRangeEmpty();
  const timeZone = single(query, 'timeZone');
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw errors.invalid('Invalid time zone.', 'timeZone');
  return {
    sync,
    mode: NOT_SYNCABLE.some(given) ? null : mode,
    singleEvents,
    showDeleted: flag(query, 'showDeleted') ?? false,
    orderBy: readOrder(single(query, 'orderBy'), singleEvents),
    timeMin,
    timeMax,
    updatedMin: parseInstantParameter(single(query, 'updatedMin'), 'updatedMin'),
    iCalUID: single(query, 'iCalUID'),
    words: (single(query, 'q') ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    eventTypes,
    properties: [...readProperties(query, 'private'), ...readProperties(query, 'shared')],
    timeZone,
    maxAttendees: positive(query, 'maxAttendees'),
    maxResults: Math.min(positive(query, 'maxResults') ?? 250, 2500),
  };
}

function readOrder(value: string | undefined, singleEvents: boolean): EventQuery['orderBy'] {
  if (value === undefined) return null;
  if (value !== 'startTime' && value !== 'updated') throw errors.invalid('Invalid Value', 'orderBy');
  if (value === 'startTime' && !singleEvents)
    throw errors.badRequest('The requested ordering is not available for the particular query.');
  return value;
}

function readProperties(query: ApiRequest['query'], kind: 'private' | 'shared') {
  return repeated(query, `${kind}ExtendedProperty`).map((constraint) => {
    const at = constraint.indexOf('=');
    if (at < 1) throw errors.invalid('Invalid Value', `${kind}ExtendedProperty`);
    return { kind, key: constraint.slice(0, at), value: constraint.slice(at + 1) };
  });
}
