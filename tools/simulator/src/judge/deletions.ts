import type { Evidence, Violation } from './evidence';

/** I7: what is cancelled because of Google was deleted by a person there before, and not anything else. */
export function judgeDeletions({ revisions, states, mappings }: Evidence): Violation[] {
  const found: Violation[] = [];
  for (const { kind, origin, appointmentId, at } of revisions) {
    if (kind !== 'cancelled' || origin !== 'google') continue;
    const events = new Set(
      mappings.filter((mapping) => mapping.appointmentId === appointmentId).map(({ eventId }) => eventId),
    );
    const isDeleted = states.some(
      (state) =>
        state.by === 'person' &&
        state.event.content.status === 'cancelled' &&
        events.has(state.event.id) &&
        state.at <= Date.parse(at),
    );
    if (!isDeleted)
      found.push({ invariant: 'I7', says: `${appointmentId} was cancelled for Google, where nobody had deleted it` });
  }
  return found;
}
