import { DomainError } from '@kalends/kernel';
import type { GoogleAccess } from '../../google/app/google-access';
import type { CalendarLink } from '../domain/calendar-link';
import type { ExportedEvent } from './linked-events';

const mostAttempts = 3;

/**
 * Deletes an event that a person wants to be gone, whatever it says by now. Nothing is left to be done when it is gone already.
 * @returns false when it belongs to somebody else, who alone can delete it
 * @throws DomainError as GoogleAccess.call does
 */
export async function removeEvent(access: GoogleAccess, link: CalendarLink, event: ExportedEvent): Promise<boolean> {
  let etag = event.etag;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    if (etag !== null) {
      const ifMatch = etag;
      const answer = await access.call(link, (google, place) =>
        google.remove({ ...place, eventId: event.id }, ifMatch),
      );
      if (answer.is === 'invalid') return false;
      if (answer.is !== 'precondition-failed') return true;
    }
    const found = await access.call(link, (google, place) => google.get({ ...place, eventId: event.id }));
    if (found.is !== 'ok' || found.value.status === 'cancelled') return true;
    etag = found.value.etag;
  }
  throw new DomainError('unavailable', 'google/event-busy', 'The event keeps changing while it is being deleted.');
}
