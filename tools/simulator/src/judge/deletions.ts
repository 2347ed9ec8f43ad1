import type { Evidence, Violation } from './evidence';

/** I7: what is cancelled because of Google was deleted by a person there before, and not anything else. */
export function judgeDeletions({ revisions, states, links }: Evidence): Violation[] {
  const found: Violation[] = [];
  for (const { kind, origin, appointmentId, at, cause } of revisions) {
    if (kind !== 'cancelled' || origin !== 'google') continue;
    const calendarId = links.find(({ id }) => id === cause.details['linkId'])?.calendarId;
    const isDeleted = states.some(
      (state) =>
        state.by === 'person' &&
        state.event.content.status === 'cancelled' &&
        state.calendarId === calendarId &&
        state.event.id === cause.details['eventId'] &&
        state.at <= Date.parse(at),
    );
    if (!isDeleted)
      found.push({ invariant: 'I7', says: `${appointmentId} was cancelled for Google, where nobody had deleted it` });
  }
  return found;
}
