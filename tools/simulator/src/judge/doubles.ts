import type { Evidence, Violation } from './evidence';

/**
 * An event that a person made in Google is one appointment at most, however often its calendar was linked with the
 * resource; one that was cancelled has made room for another.
 */
export function judgeDoubles({ revisions, appointments, links, states }: Evidence): Violation[] {
  const found: Violation[] = [];
  const linked = new Map(links.map((link) => [link.id, link]));
  const statuses = new Map(appointments.map(({ id, status }) => [id, status]));
  const makers = new Map<string, string>();
  for (const { calendarId, event, by } of states) {
    const key = `${calendarId} ${event.id}`;
    if (!makers.has(key)) makers.set(key, by);
  }
  const made = new Map<string, string>();
  for (const { kind, cause, appointmentId } of revisions) {
    const { linkId = '', eventId } = cause.details;
    const link = linked.get(linkId);
    if (kind !== 'created' || !link || eventId === undefined) continue;
    if (statuses.get(appointmentId) === 'cancelled') continue;
    const event = `${link.calendarId} ${eventId}`;
    const place = `${event} of ${link.resourceId}`;
    const other = made.get(place);
    if (other !== undefined && makers.get(event) === 'person')
      found.push({ invariant: 'doubles', says: `${eventId} is both ${other} and ${appointmentId}` });
    made.set(place, appointmentId);
  }
  return found;
}
