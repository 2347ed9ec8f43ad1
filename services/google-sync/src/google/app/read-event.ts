import { DomainError } from '@kalends/kernel';
import type { CalendarLink } from '../../link/domain/calendar-link';
import type { Found, FoundEvent } from '../domain/found-event';
import { valueOf, type GoogleAccess } from './google-access';

/**
 * Reads an event by id. An error is never taken for a deletion (S37), nor a 404 for an event that is listed.
 * @throws DomainError as GoogleAccess.call does, `google/unavailable` when Google contradicts itself, and `link/broken` when
 * it is the calendar that is gone (S36)
 */
export async function readEvent(access: GoogleAccess, link: CalendarLink, eventId: string): Promise<Found> {
  const answer = await access.call(link, (google, place) => google.get({ ...place, eventId }));
  if (answer.is === 'not-found' || answer.is === 'gone') {
    if (await isListed(access, link, eventId))
      throw new DomainError('unavailable', 'google/unavailable', 'Google does not find an event that it lists.');
    return { is: 'deleted', master: null };
  }
  const master = valueOf(answer);
  if (master.status === 'cancelled') return { is: 'deleted', master };
  return { is: 'present', master, instances: isSeries(master) ? await instancesOf(access, link, master) : [] };
}

/**
 * Does the calendar list the event, be it as deleted? One 404 of the event proves nothing, nor does it while the calendar may
 * be the one that is gone.
 */
export async function isListed(access: GoogleAccess, link: CalendarLink, eventId: string): Promise<boolean> {
  const iCalUid = `${eventId}@google.com`;
  const answer = await access.call(link, (google, place) => google.list(place, { iCalUid, limit: 1 }));
  if (answer.is === 'not-found' || answer.is === 'gone') await access.breakLink(link, 'calendar-lost');
  return valueOf(answer).events.length > 0;
}

const isSeries = (event: FoundEvent): boolean => (event.recurrence ?? []).length > 0;

/** A series' instances share its iCalUID; those that are as the series has them are not listed, however long it is (S22). */
async function instancesOf(access: GoogleAccess, link: CalendarLink, master: FoundEvent): Promise<FoundEvent[]> {
  const iCalUid = master.iCalUID ?? undefined;
  const instances: FoundEvent[] = [];
  for (let pageToken: string | undefined, more = true; more;) {
    const answer = await access.call(link, (google, place) => google.list(place, { iCalUid, pageToken }));
    const page = valueOf(answer);
    instances.push(...page.events.filter((event) => event.recurringEventId === master.id));
    pageToken = page.nextPageToken ?? undefined;
    more = pageToken !== undefined;
  }
  return instances;
}
