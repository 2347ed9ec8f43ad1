import { createHash } from 'node:crypto';
import { eventIdOf } from '../../reconcile/domain/event-from-content';
import type { Mapping, Place } from './mapping';

type Pair = Pick<Mapping, 'appointmentId' | 'eventId'>;

/** Did Kalends make the event? Then its id begins with the appointment's; a person's event has an id of Google's. */
export const isOurs = ({ appointmentId, eventId }: Pair): boolean => eventId.startsWith(eventIdOf(appointmentId));

/** Where an event goes whose id Google has lost for good; still one id for one appointment, whoever computes it. */
export const nextEventId = (pair: Pair): string => (isOurs(pair) ? `${pair.eventId}r` : eventIdOf(pair.appointmentId));

/**
 * Where an appointment that is new to a link has its event: under the id that Kalends chooses, or where an earlier link of
 * the calendar had it.
 */
export const firstPlace = (appointmentId: string, former: string | undefined): Place =>
  former === undefined
    ? { eventId: eventIdOf(appointmentId), google: { is: 'absent' } }
    : { eventId: former, google: { is: 'unknown', base: null, echoed: null } };

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
