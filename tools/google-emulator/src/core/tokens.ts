import { hash } from 'node:crypto';
import { errors } from './google-error';
import { single, type ApiRequest } from './operation';

/** Where a page ends: the sort key and id of its last item. */
export type Cursor = readonly [key: number, id: string];

export interface SyncToken {
  readonly type: 'sync';
  readonly of: string;
  /** Changes up to this version are known to the holder. */
  readonly version: number;
  readonly issued: number;
  /** Parameters that later calls must repeat. */
  readonly mode: string;
}

export interface PageToken {
  readonly type: 'page';
  readonly of: string;
  /** The version at the first page: what the final sync token starts from, so that nothing is missed in between. */
  readonly version: number;
  readonly query: string;
  readonly after: Cursor;
}

const encode = (token: SyncToken | PageToken) => Buffer.from(JSON.stringify(token)).toString('base64url');

function decode<T extends SyncToken | PageToken>(text: string, type: T['type'], of: string, location: string): T {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as T;
    if (token.type === type && token.of === of) return token;
  } catch {
    // not ours: answered below
  }
  throw errors.invalid('Invalid Value', location);
}

/** The query without its page position: a page token answers no other one. */
export function queryHash(query: ApiRequest['query']): string {
  const entries = Object.entries(query).filter(([name, value]) => name !== 'pageToken' && value !== undefined);
  return hash('sha256', JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1))), 'base64url').slice(0, 16);
}

export const readSyncToken = (text: string, of: string) => decode<SyncToken>(text, 'sync', of, 'syncToken');

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken?: string;
  readonly nextSyncToken?: string;
}

/**
 * Cuts one page out of a result. `nextSyncToken` comes on the last page only, and only when `mode` is given.
 * @throws GoogleError 400 for a page token of another query
 */
export function page<T>(
  of: string,
  request: ApiRequest,
  sorted: readonly { readonly cursor: Cursor; readonly item: T }[],
  options: { size: number; version: number; now: number; mode: string | null },
): Page<T> {
  const text = single(request.query, 'pageToken');
  const from = text === undefined ? null : decode<PageToken>(text, 'page', of, 'pageToken');
  if (from && from.query !== queryHash(request.query)) throw errors.invalid('Invalid Value', 'pageToken');
  const version = from?.version ?? options.version;
  const rest = from ? sorted.filter(({ cursor }) => compareCursors(cursor, from.after) > 0) : sorted;
  const items = rest.slice(0, options.size);
  const last = items.at(-1);
  if (last && rest.length > items.length)
    return {
      items: items.map(({ item }) => item),
      nextPageToken: encode({ type: 'page', of, version, query: queryHash(request.query), after: last.cursor }),
    };
  const sync: SyncToken = { type: 'sync', of, version, issued: options.now, mode: options.mode ?? '' };
  return { items: items.map(({ item }) => item), ...(options.mode === null ? {} : { nextSyncToken: encode(sync) }) };
}

export function compareCursors(a: Cursor, b: Cursor): number {
  return a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);
}
