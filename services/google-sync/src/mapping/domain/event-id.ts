import { createHash } from 'node:crypto';

/**
 * The id of the event that an appointment has in a calendar: chosen by us, so that an insert repeated after a crash finds
 * the event by it. Google wants base32hex digits, 5 to 1024 of them (Calendar API v3, events.insert); hex digits are some.
 * It depends on the calendar and not on the link: a calendar that is linked again finds its events.
 * @param generation 0, or how often Google has lost the event under its former ids for good
 */
export const eventIdFor = (calendarId: string, appointmentId: string, generation = 0): string =>
  digest(['event', calendarId, appointmentId, String(generation)]).slice(0, 40);

/** The id of the appointment that a person's own event becomes (a UUIDv8, RFC 9562 section 5.8). */
export function appointmentIdFor(linkId: string, eventId: string): string {
  const hex = digest(['appointment', linkId, eventId]);
  const variant = '89ab'[parseInt(hex[16]!, 16) & 3];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** The id of the command that brings this state of an event into Kalends: the same state, the same command (S58). */
export const commandIdFor = (linkId: string, eventId: string, etags: readonly string[], verb: string): string =>
  `google-${digest(['command', linkId, eventId, verb, ...[...etags].sort()]).slice(0, 48)}`;

const digest = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
