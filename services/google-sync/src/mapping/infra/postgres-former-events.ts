import type { SqlSession } from '@kalends/persistence';
import type { FormerEvents } from '../app/former-events';
import { isOurs } from './mapping-conditions';

export class PostgresFormerEvents implements FormerEvents {
  constructor(private readonly session: SqlSession) {}

  async remember(linkId: string, calendarId: string): Promise<void> {
    await this.session.query(
      `INSERT INTO former_events (tenant_id, calendar_id, event_id, appointment_id)
       SELECT tenant_id, $2, event_id, appointment_id FROM mappings
       WHERE link_id = $1 AND NOT (${isOurs}) ORDER BY event_id
       ON CONFLICT ON CONSTRAINT former_events_pkey DO UPDATE SET appointment_id = excluded.appointment_id`,
      [linkId, calendarId],
    );
  }

  async eventsOf(calendarId: string, appointmentIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.session.query<{ appointment_id: string; event_id: string }>(
      `SELECT appointment_id, event_id FROM former_events
       WHERE calendar_id = $1 AND appointment_id = ANY($2::uuid[]) ORDER BY event_id`,
      [calendarId, appointmentIds],
    );
    return new Map(rows.map((row) => [row.appointment_id, row.event_id]));
  }

  async appointmentOf(calendarId: string, eventId: string): Promise<string | null> {
    const [row] = await this.session.query<{ appointment_id: string }>(
      'SELECT appointment_id FROM former_events WHERE calendar_id = $1 AND event_id = $2',
      [calendarId, eventId],
    );
    return row?.appointment_id ?? null;
  }
}
