import type { Create } from '../domain/command';
import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class CreateAppointment {
  constructor(private readonly writer: AppointmentWriter) {}

  /** @param appointmentId chosen by the caller: a UUID. An empty branch id stands for the branch of the first resource. */
  execute(envelope: Envelope, appointmentId: string, given: Omit<Create, 'do'>): Promise<Outcome> {
    return this.writer.create(envelope, appointmentId, { do: 'create', ...given });
  }
}
