import { createHash } from 'node:crypto';

/** Where an event goes whose id Google has lost for good; still one id for one appointment, whoever computes it. */
export const nextEventId = (eventId: string): string => `${eventId}r`;

/** The id of the appointment that a person's own event becomes (a UUIDv8, RFC 9562 section 5.8): the same event, the same id. */
export function appointmentIdFor(linkId: string, eventId: string): string {
  const hex = digest(['appointment', linkId, eventId]);
  const variant = '89ab'[parseInt(hex[16]!, 16) & 3];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The id of the command that brings this state of an event into Kalends: the same state, the same command (S57, S58). */
export const commandIdFor = (linkId: string, eventId: string, verb: string, etags: readonly string[]): string =>
  `google-${digest(['command', linkId, eventId, verb, ...[...etags].sort()]).slice(0, 48)}`;

const digest = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
