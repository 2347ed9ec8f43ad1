import { DomainError } from '@kalends/kernel';
import { factsOf } from '../domain/appointment';
import type { AppointmentWriter } from './appointment-writer';
import type { Envelope, Outcome } from './envelope';

export class RestoreAppointment {
  constructor(private readonly writer: AppointmentWriter) {}

  /** @param version whose state becomes the state again; 0 undoes a cancellation */
  execute(envelope: Envelope, appointmentId: string, version: number): Promise<Outcome> {
    return this.writer.change(envelope, appointmentId, async (_, tx) => {
      if (version === 0) return { do: 'restore', facts: null };
      const state = await tx.revisions.stateAt(appointmentId, version);
      if (state) return { do: 'restore', facts: factsOf(state) };
      throw new DomainError('invalid', 'appointment/no-such-version', 'This appointment never had that version.');
    });
  }
}
