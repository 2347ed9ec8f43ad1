import { DomainError } from '@kalends/kernel';
import type { CalendarLink } from '../../link/domain/calendar-link';
import type { Found, FoundEvent } from '../domain/found-event';
import { valueOf, type GoogleAccess } from './google-access';

/**
 * Reads an event by id, a series with those of its instances that differ: those that are as the series has them are not
 * listed, however long it is (S22).
 * @throws DomainError as `findEvent` does
 */
export async function readEvent(access: GoogleAccess, link: CalendarLink, eventId: string): Promise<Found> {
  const master = await findEvent(access, link, eventId);
  if (master === null || master.status === 'cancelled') return { is: 'deleted', master };
  if ((master.recurrence ?? []).length === 0) return { is: 'present', master, instances: [] };
  const listed = await listSeries(access, link, master.iCalUID ?? undefined);
  return { is: 'present', master, instances: listed.filter((event) => event.recurringEventId === master.id) };
}

/**
 * An event or the tombstone of one; null when Google keeps no trace of it. An error is never taken for a deletion (S37), nor
 * one 404 for it: the calendar's list is asked, too.
 * @throws DomainError as GoogleAccess.call does, `google/unavailable` when Google lists what it does not find, and
 * `link/broken` when it is the calendar that is gone (S36)
 */
export async function findEvent(access: GoogleAccess, link: CalendarLink, eventId: string): Promise<FoundEvent | null> {
  const answer = await access.call(link, (google, place) => google.get({ ...place, eventId }));
  if (answer.is !== 'not-found' && answer.is !== 'gone') return valueOf(answer);
  const listed = await listSeries(access, link, `${eventId}@google.com`);
  if (listed.some(({ status }) => status !== 'cancelled'))
    throw new DomainError('unavailable', 'google/unavailable', 'Google does not find an event that it lists.');
  return listed.find(({ id }) => id === eventId) ?? null;
}

/** All events of one iCalUID, deleted ones, too: a series and its instances share it. */
async function listSeries(
  access: GoogleAccess,
  link: CalendarLink,
  iCalUid: string | undefined,
): Promise<FoundEvent[]> {
  const listed: FoundEvent[] = [];
  for (let pageToken: string | undefined, more = true; more;) {
    const answer = await access.call(link, (google, place) => google.list(place, { iCalUid, pageToken }));
    if (answer.is === 'not-found' || answer.is === 'gone') await access.breakLink(link, 'calendar-lost');
    const page = valueOf(answer);
    listed.push(...page.events);
    pageToken = page.nextPageToken ?? undefined;
    more = pageToken !== undefined;
  }
  return listed;
}
