import type { MemorySession } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import type { AppointmentStore, Extent } from '../appointments/app/appointment.store';
import type { Appointment } from '../appointments/domain/appointment';
import { appointmentExists } from '../appointments/domain/decide';
import { appointmentTable, keyIn, ownedBy } from './tables';

export class MemoryAppointmentStore implements AppointmentStore {
  constructor(private readonly session: MemorySession) {}

  lock(id: string): Promise<Appointment | null> {
    const key = keyIn(this.session, id);
    return this.session.query('appointments.lock', (view) => view.lock(appointmentTable, key)?.value ?? null);
  }

  find(id: string): Promise<Appointment | null> {
    const key = keyIn(this.session, id);
    return this.session.query('appointments.find', (view) => view.get(appointmentTable, key)?.value ?? null);
  }

  async insert(value: Appointment, extent: Extent): Promise<void> {
    const row = { ...ownedBy(this.session), value, extent };
    await onConstraint(
      this.session.query('appointments.insert', (view) => view.insert(appointmentTable, row)),
      { appointment_pkey: appointmentExists },
    );
  }

  async update(value: Appointment, extent: Extent): Promise<void> {
    const key = keyIn(this.session, value.id);
    await this.session.query('appointments.update', (view) =>
      view.update(appointmentTable, key, (row) => ({ ...row, value, extent })),
    );
  }
}
