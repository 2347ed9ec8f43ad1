import type { Change } from '../domain/command';
import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class ChangeAppointment {
  constructor(private readonly writer: AppointmentWriter) {}

  execute(envelope: Envelope, appointmentId: string, given: Omit<Change, 'do'>): Promise<Outcome> {
    return this.writer.change(envelope, appointmentId, () => ({ do: 'change', ...given }));
  }
}
