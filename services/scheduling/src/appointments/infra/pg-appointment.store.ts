import { onConstraint, type SqlSession } from '@kalends/persistence';
import type { AppointmentStore, Extent } from '../app/appointment.store';
import type { Appointment } from '../domain/appointment';
import { appointmentExists } from '../domain/decide';
import { appointmentColumns, appointmentOf, type AppointmentRow } from './appointment-row';

export class PgAppointmentStore implements AppointmentStore {
  constructor(private readonly session: SqlSession) {}

  lock(id: string): Promise<Appointment | null> {
    return this.read(`SELECT ${appointmentColumns} FROM appointment WHERE id = $1 FOR NO KEY UPDATE`, id);
  }

  find(id: string): Promise<Appointment | null> {
    return this.read(`SELECT ${appointmentColumns} FROM appointment WHERE id = $1`, id);
  }

  async insert(appointment: Appointment, extent: Extent): Promise<void> {
    await onConstraint(
      this.session.query(
        `INSERT INTO appointment (id, branch_id, resource_ids, customer_ids, template_id, status, content, buffer_before_minutes,
           buffer_after_minutes, overbooked, version, updated_at, starts_at, ends_at, origin, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
        [...valuesOf(appointment, extent), appointment.origin, appointment.createdAt],
      ),
      { appointment_pkey: appointmentExists },
    );
  }

  async update(appointment: Appointment, extent: Extent): Promise<void> {
    await this.session.query(
      `UPDATE appointment SET branch_id = $2, resource_ids = $3, customer_ids = $4, template_id = $5, status = $6, content = $7,
         buffer_before_minutes = $8, buffer_after_minutes = $9, overbooked = $10, version = $11, updated_at = $12, starts_at = $13, ends_at = $14
       WHERE id = $1`,
      valuesOf(appointment, extent),
    );
  }

  private async read(sql: string, id: string): Promise<Appointment | null> {
    const [row] = await this.session.query<AppointmentRow>(sql, [id]);
    return row ? appointmentOf(row) : null;
  }
}

const valuesOf = (appointment: Appointment, extent: Extent): readonly unknown[] => [
  appointment.id,
  appointment.branchId,
  appointment.resourceIds,
  appointment.customerIds,
  appointment.templateId,
  appointment.status,
  appointment.content,
  appointment.bufferBeforeMinutes,
  appointment.bufferAfterMinutes,
  appointment.overbooked,
  appointment.version,
  appointment.updatedAt,
  extent.start,
  extent.end ?? 'infinity',
];
