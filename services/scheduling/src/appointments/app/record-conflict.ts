import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class RecordConflict {
  constructor(private readonly writer: AppointmentWriter) {}

  execute(envelope: Envelope, appointmentId: string): Promise<Outcome> {
    return this.writer.noteConflicts(envelope, appointmentId);
  }
}
