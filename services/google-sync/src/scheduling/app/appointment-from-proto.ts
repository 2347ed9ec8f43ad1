import { contentFromProto } from '@kalends/calendar';
import { AppointmentStatus, type Appointment as AppointmentProto } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import type { Appointment } from '../domain/appointment';

/** A completed one, or one that nobody came to, stays in the calendar. @throws DomainError when it has no content */
export function appointmentFromProto({ id, version, resourceIds, status, content }: AppointmentProto): Appointment {
  if (content === undefined)
    throw new DomainError('invalid', 'appointment/incomplete', 'An appointment without content.');
  const cancelled = status === AppointmentStatus.CANCELLED;
  return { id, version, resourceIds, cancelled, content: contentFromProto(content) };
}
