import type { Complete } from '../domain/command';
import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class CompleteAppointment {
  constructor(private readonly writer: AppointmentWriter) {}

  execute(envelope: Envelope, appointmentId: string, given: Omit<Complete, 'do'>): Promise<Outcome> {
    return this.writer.change(envelope, appointmentId, () => ({ do: 'complete', ...given }));
  }
}
