import type { FoundEvent } from '../../google/domain/found-event';

/** What a page says of one event or series; the parts of a series may be spread over pages. */
export interface Listing {
  /** Id of the event, or of the instance's master. */
  readonly eventId: string;
  readonly parts: readonly FoundEvent[];
  /** The event itself and not some of its instances. */
  readonly master: FoundEvent | null;
}

export function listingsOf(events: readonly FoundEvent[]): readonly Listing[] {
  const groups = new Map<string, FoundEvent[]>();
  for (const event of events) {
    const id = event.recurringEventId ?? event.id;
    groups.set(id, [...(groups.get(id) ?? []), event]);
  }
  return [...groups].map(([eventId, parts]) => ({
    eventId,
    parts,
    master: parts.find((event) => event.id === eventId) ?? null,
  }));
}

/** A cancelled instance belongs to its living series; anything else that is cancelled is gone. */
export const isDeleted = ({ master }: Listing): boolean => master?.status === 'cancelled';

/** Alone it says all there is: no series, whose other parts may be elsewhere. */
export const isWhole = ({ parts, master }: Listing): boolean =>
  parts.length === 1 && master !== null && (master.recurrence ?? []).length === 0;
