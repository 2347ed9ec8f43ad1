import type { Found } from '../../google/domain/found-event';
import type { CalendarLink } from '../../link/domain/calendar-link';
import { presentAs } from '../../mapping/domain/agreement';
import { appointmentIdFor, isOurs } from '../../mapping/domain/event-id';
import type { GoogleSide, Mapping, OurSide } from '../../mapping/domain/mapping';
import { isBefore, type Reading } from '../../mapping/domain/reading';
import { isForeign } from '../../reconcile/domain/foreign-event';
import { readMark } from '../../reconcile/domain/mark';
import type { SyncTx } from '../../sync-tx';

export type Admission =
  | { readonly is: 'admitted'; readonly mapping: Mapping }
  | { readonly is: 'ignored' }
  /** Another worker was quicker. */
  | { readonly is: 'again' }
  /**
   * It is the event that this appointment had under an earlier link: ask what the appointment says now. `isMade`: Kalends
   * made the event for it; a person's event may never have become the appointment that it was to be.
   */
  | { readonly is: 'ask'; readonly appointmentId: string; readonly isMade: boolean };

/**
 * Gives an event without a mapping one, when it is to become an appointment. The mapping is kept before Kalends makes the
 * appointment, so that its event on Kafka, which may come first, finds it and writes no second event.
 * @param asked what scheduling answered to `ask`: `none` when there is no such appointment; null: it was not asked
 */
export async function admit(
  tx: SyncTx,
  link: CalendarLink,
  found: Found,
  reading: Reading,
  asked: OurSide | 'none' | null,
  now: Date,
): Promise<Admission> {
  if (found.is === 'deleted' || isForeign(found.master)) return { is: 'ignored' };
  const eventId = found.master.id;
  const keep = async (appointmentId: string, google: GoogleSide, heard: OurSide | null): Promise<Mapping | null> => {
    const half = { linkId: link.id, appointmentId, eventId, google, sent: null };
    const mapping: Mapping = { ...half, ours: heard, revision: 1, touchedAt: now };
    return (await tx.mappings.add(mapping)) ? mapping : null;
  };

  const made = madeFor(found.master);
  const former = made ?? (await tx.formerEvents.appointmentOf(link.calendarId, eventId));
  if (former !== null && asked !== 'none') {
    if (asked === null) return { is: 'ask', appointmentId: former, isMade: made !== null };
    const mapping = await keep(former, { is: 'absent' }, asked);
    if (mapping !== null) return { is: 'admitted', mapping };
  }
  if (link.mode === 'export' || (reading.is === 'present' && isBefore(link, reading.content))) return { is: 'ignored' };
  const google: GoogleSide =
    reading.is === 'present' ? { ...presentAs(reading, reading.content), etags: {} } : { is: 'absent' };
  const mapping = await keep(appointmentIdFor(link.id, eventId), google, null);
  return mapping === null ? { is: 'again' } : { is: 'admitted', mapping };
}

/** A copy of an event carries the original's mark too: only the id that we choose for an appointment proves it. */
function madeFor(master: Extract<Found, { is: 'present' }>['master']): string | null {
  const mark = readMark(master);
  return mark !== null && isOurs({ appointmentId: mark.appointmentId, eventId: master.id }) ? mark.appointmentId : null;
}
