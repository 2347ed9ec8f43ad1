import type { GoogleEvent } from './google-event';

/**
 * Is it an event that Kalends never writes to and never takes for an appointment? Birthdays, working locations, mails'
 * events, absences and focus times cannot be what an appointment is; an event that somebody else organises is only a
 * guest's copy.
 */
export function isForeign(event: GoogleEvent): boolean {
  if (event.eventType && event.eventType !== 'default') return true;
  return event.organizer != null && event.organizer.self !== true;
}
