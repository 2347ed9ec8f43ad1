import { sameValue } from '@kalends/calendar';
import type { EventAnswer, GoogleAccess } from '../../google/app/google-access';
import { findEvent } from '../../google/app/read-event';
import type { FoundEvent } from '../../google/domain/found-event';
import type { CalendarLink } from '../../link/domain/calendar-link';
import { differingDate, overrideAt } from '../../mapping/domain/agreement';
import { baseOf, type Mapping, type Sent } from '../../mapping/domain/mapping';
import { contentFromEvents } from '../../reconcile/domain/content-from-events';
import { eventFromContent } from '../../reconcile/domain/event-from-content';
import type { Write } from '../domain/next-write';

/** What came of one write. */
export type Written =
  | { readonly is: 'written'; readonly event: FoundEvent }
  | { readonly is: 'deleted' }
  /** Google has something else than was agreed: it has to be read and compared. */
  | { readonly is: 'look' }
  /** The event's id is spent: Google keeps no trace of the event and gives the id to no other. */
  | { readonly is: 'id-spent' }
  /** Google will never take it as it is. */
  | { readonly is: 'refused'; readonly reason: string };

/** Sends one write to Google; asks for the ETag first where it is not known, as nothing is changed without one. */
export async function writeEvent(
  access: GoogleAccess,
  link: CalendarLink,
  mapping: Mapping,
  write: Write,
): Promise<Written> {
  switch (write.do) {
    case 'insert': {
      const event = { ...write.event, id: mapping.eventId };
      const answer = await access.call(link, (google, place) => google.insert(place, event));
      // The calendar is all that an insert can miss.
      if (answer.is === 'not-found') return access.breakLink(link, 'calendar-lost');
      return outcomeOf(answer);
    }
    case 'delete': {
      const { eventId } = mapping;
      const answer = await access.call(link, (google, place) => google.remove({ ...place, eventId }, write.ifMatch));
      if (answer.is === 'ok' || answer.is === 'gone' || answer.is === 'not-found') return { is: 'deleted' };
      return answer.is === 'invalid' ? { is: 'refused', reason: answer.reason } : { is: 'look' };
    }
    case 'patch': {
      const { eventId } = write.sent;
      const ifMatch = write.ifMatch ?? (await currentETag(access, link, mapping, write));
      if (typeof ifMatch !== 'string') return ifMatch;
      const answer = await access.call(link, (google, place) =>
        google.patch({ ...place, eventId }, write.event, ifMatch),
      );
      return outcomeOf(answer);
    }
  }
}

/** The ETag of a deleted event to be revived, or of a date of a series that does not differ from it yet. */
async function currentETag(
  access: GoogleAccess,
  link: CalendarLink,
  mapping: Mapping,
  write: Extract<Write, { do: 'patch' }>,
): Promise<string | Written> {
  const { eventId } = write.sent;
  if (eventId === mapping.eventId) {
    const found = await findEvent(access, link, eventId);
    if (found === null) return { is: 'id-spent' };
    return found.status === 'cancelled' ? found.etag : { is: 'look' };
  }
  const answer = await access.call(link, (google, place) => google.get({ ...place, eventId }));
  if (answer.is !== 'ok' || !isUntouched(link, mapping, write.sent, answer.value)) return { is: 'look' };
  return answer.value.etag;
}

/** Does the date that is to be written still say what was agreed? */
function isUntouched(link: CalendarLink, mapping: Mapping, sent: Sent, instance: FoundEvent): boolean {
  const base = baseOf(mapping.google)!;
  const date = differingDate(base.overrides, sent.content.overrides)!;
  const master = eventFromContent(base, {
    appointmentId: mapping.appointmentId,
    linkId: link.id,
    version: sent.version,
  });
  const { overrides } = contentFromEvents(master, [instance], link.calendarTimeZone);
  return sameValue(overrideAt(overrides, date), overrideAt(base.overrides, date));
}

function outcomeOf(answer: EventAnswer<FoundEvent>): Written {
  switch (answer.is) {
    case 'ok':
      return { is: 'written', event: answer.value };
    case 'invalid':
      return { is: 'refused', reason: answer.reason };
    default:
      return { is: 'look' };
  }
}
