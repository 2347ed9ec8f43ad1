import type { EventPage, OpenedChannel } from '../app/google-calendar';
import type { FoundEvent } from '../domain/found-event';

export const asNothing = (): void => undefined;

/** Null for what is no event: nothing is proven then. Of a deleted one in a list only the id is sure to be there. */
export const asEvent = (body: unknown): FoundEvent | null => {
  const { id, etag, status } = (body ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string') return null;
  if (typeof etag === 'string') return body as FoundEvent;
  return status === 'cancelled' ? { ...(body as FoundEvent), etag: '' } : null;
};

export function asPage(body: Record<string, unknown>): EventPage | null {
  if (!Array.isArray(body['items'])) return null;
  const events = body['items'].map(asEvent);
  if (events.includes(null)) return null;
  const text = (name: string): string | null => (typeof body[name] === 'string' ? body[name] : null);
  return {
    events: events as FoundEvent[],
    nextPageToken: text('nextPageToken'),
    nextSyncToken: text('nextSyncToken'),
    timeZone: text('timeZone'),
  };
}

export function asChannel(body: Record<string, unknown>): OpenedChannel | null {
  const { resourceId, expiration } = body;
  if (typeof resourceId !== 'string' || !Number.isFinite(Number(expiration))) return null;
  return { googleResourceId: resourceId, expiresAt: new Date(Number(expiration)) };
}
