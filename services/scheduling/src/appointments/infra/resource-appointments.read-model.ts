import type { UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { ResourceAppointments } from '../app/resource-appointments';
import type { Appointment } from '../domain/appointment';
import { appointmentColumns, appointmentOf, type AppointmentRow } from './appointment-row';

export class ResourceAppointmentsReadModel implements ResourceAppointments {
  constructor(
    private readonly sql: UnitOfWork<SqlSession>,
    private readonly pageSize = 200,
  ) {}

  async *pages(tenantId: string, resourceId: string, from: Date): AsyncGenerator<readonly Appointment[]> {
    let after = { start: '-infinity', id: '00000000-0000-0000-0000-000000000000' };
    for (;;) {
      const rows = await this.sql.run(tenantId, (session) =>
        session.query<AppointmentRow & { start: string }>(
          `SELECT ${appointmentColumns}, starts_at::text AS start FROM appointment
            WHERE status <> 'cancelled' AND ends_at > $2 AND (starts_at, id) > ($3::timestamptz, $4::uuid)
              AND id IN (SELECT appointment_id FROM allocation WHERE resource_id = $1 AND ends_at > $2)
            ORDER BY starts_at, id LIMIT $5`,
          [resourceId, from, after.start, after.id, this.pageSize],
        ),
      );
      if (rows.length > 0) yield rows.map(appointmentOf);
      const last = rows.at(-1);
      if (!last || rows.length < this.pageSize) return;
      after = { start: last.start, id: last.id };
    }
  }
}
