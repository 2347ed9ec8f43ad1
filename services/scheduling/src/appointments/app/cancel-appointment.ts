import type { Cancel } from '../domain/command';
import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class CancelAppointment {
  constructor(private readonly writer: AppointmentWriter) {}

  /** @param given.reason in plain words, kept in the timeline */
  execute(
    envelope: Envelope,
    appointmentId: string,
    given: Omit<Cancel, 'do'> & { reason?: string },
  ): Promise<Outcome> {
    const { reason, recurrenceId } = given;
    const { cause } = envelope;
    const told = reason ? { ...envelope, cause: { ...cause, details: { ...cause.details, reason } } } : envelope;
    return this.writer.change(told, appointmentId, () => ({ do: 'cancel', recurrenceId }));
  }
}
