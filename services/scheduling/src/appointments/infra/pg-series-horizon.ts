import type { SqlSession } from '@kalends/persistence';
import type { DueSeries, SeriesHorizon } from '../app/series-horizon';

export class PgSeriesHorizon implements SeriesHorizon {
  constructor(private readonly session: SqlSession) {}

  async expandedUntil(appointmentId: string, until: Date | null): Promise<void> {
    if (!until) {
      await this.session.query('DELETE FROM series_horizon WHERE appointment_id = $1', [appointmentId]);
      return;
    }
    await this.session.query(
      `INSERT INTO series_horizon (appointment_id, expanded_until) VALUES ($1, $2)
       ON CONFLICT (tenant_id, appointment_id) DO UPDATE SET expanded_until = excluded.expanded_until`,
      [appointmentId, until],
    );
  }

  due(before: Date, limit: number): Promise<readonly DueSeries[]> {
    return this.session.query<DueSeries>(
      `SELECT tenant_id AS "tenantId", appointment_id AS "appointmentId", expanded_until AS until
         FROM series_horizon WHERE expanded_until < $1 ORDER BY expanded_until LIMIT $2`,
      [before, limit],
    );
  }
}
