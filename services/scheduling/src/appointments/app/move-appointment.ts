import type { Move } from '../domain/command';
import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class MoveAppointment {
  constructor(private readonly writer: AppointmentWriter) {}

  execute(envelope: Envelope, appointmentId: string, given: Omit<Move, 'do'>): Promise<Outcome> {
    return this.writer.change(envelope, appointmentId, () => ({ do: 'move', ...given }));
  }
}
