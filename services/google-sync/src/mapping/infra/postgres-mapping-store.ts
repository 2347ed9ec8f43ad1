import type { AppointmentContent } from '@kalends/calendar';
import type { SqlSession } from '@kalends/persistence';
import type { MappingStore } from '../app/mapping-store';
import type { GoogleSide, Mapping, OurSide, Place } from '../domain/mapping';
import { isThere } from './mapping-conditions';

interface MappingRow {
  link_id: string;
  appointment_id: string;
  event_id: string;
  ours_version: number;
  ours: AppointmentContent | null;
  google: GoogleSide;
  sent: Mapping['sent'];
  revision: number;
  touched_at: Date;
}

const tenant = `NULLIF(current_setting('kalends.tenant', true), '')::uuid`;
const select = `SELECT link_id, appointment_id, event_id, ours_version, ours, google, sent, revision, touched_at FROM mappings`;

export class PostgresMappingStore implements MappingStore {
  constructor(private readonly session: SqlSession) {}

  async ofAppointment(linkId: string, appointmentId: string): Promise<Mapping | null> {
    const rows = await this.session.query<MappingRow>(`${select} WHERE link_id = $1 AND appointment_id = $2`, [
      linkId,
      appointmentId,
    ]);
    return rows[0] ? fromRow(rows[0]) : null;
  }

  async ofEvents(linkId: string, eventIds: readonly string[]): Promise<Mapping[]> {
    const rows = await this.session.query<MappingRow>(`${select} WHERE link_id = $1 AND event_id = ANY($2::text[])`, [
      linkId,
      eventIds,
    ]);
    return rows.map(fromRow);
  }

  async hear(linkId: string, appointmentId: string, { eventId, google }: Place, ours: OurSide): Promise<boolean> {
    const rows = await this.session.query(
      `INSERT INTO mappings (tenant_id, link_id, appointment_id, event_id, ours_version, ours, google, touched_at)
       VALUES (${tenant}, $1, $2, $3, $4, $5, $6, 'epoch')
       ON CONFLICT ON CONSTRAINT mappings_pkey DO UPDATE SET ours_version = excluded.ours_version, ours = excluded.ours
         WHERE mappings.ours_version < excluded.ours_version
       RETURNING 1`,
      [linkId, appointmentId, eventId, ours.version, json(ours.content), json(google)],
    );
    return rows.length > 0;
  }

  async add(mapping: Mapping): Promise<boolean> {
    const rows = await this.session.query(
      `INSERT INTO mappings (tenant_id, link_id, appointment_id, event_id, ours_version, ours, google, sent, touched_at)
       VALUES (${tenant}, $1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [
        mapping.linkId,
        mapping.appointmentId,
        mapping.eventId,
        mapping.ours?.version ?? 0,
        json(mapping.ours?.content),
        json(mapping.google),
        json(mapping.sent),
        mapping.touchedAt,
      ],
    );
    return rows.length > 0;
  }

  async save(mapping: Mapping): Promise<boolean> {
    const rows = await this.session.query(
      `UPDATE mappings SET event_id = $4, google = $5, sent = $6, touched_at = $7, revision = revision + 1
       WHERE link_id = $1 AND appointment_id = $2 AND revision = $3 RETURNING 1`,
      [
        mapping.linkId,
        mapping.appointmentId,
        mapping.revision,
        mapping.eventId,
        json(mapping.google),
        json(mapping.sent),
        mapping.touchedAt,
      ],
    );
    return rows.length > 0;
  }

  async presentEvents(linkId: string, page: { after: string; touchedBefore: Date; limit: number }): Promise<string[]> {
    const rows = await this.session.query<{ event_id: string }>(
      `SELECT event_id FROM mappings
       WHERE link_id = $1 AND ${isThere} AND event_id > $2 AND touched_at < $3
       ORDER BY event_id LIMIT $4`,
      [linkId, page.after, page.touchedBefore, page.limit],
    );
    return rows.map((row) => row.event_id);
  }

  async countPresent(linkId: string): Promise<number> {
    const [row] = await this.session.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM mappings WHERE link_id = $1 AND ${isThere}`,
      [linkId],
    );
    return row!.count;
  }

  async unsettled(linkId: string, limit: number): Promise<string[]> {
    const rows = await this.session.query<{ appointment_id: string }>(
      `SELECT appointment_id FROM mappings m
       WHERE link_id = $1 AND ours_version > 0 AND google_is <> 'parked'
         AND (sent IS NOT NULL OR google_is = 'unknown' OR ours IS DISTINCT FROM nullif(google -> 'base', 'null'))
         AND NOT EXISTS (SELECT FROM outward_work w
           WHERE w.tenant_id = m.tenant_id AND w.link_id = m.link_id AND w.appointment_id = m.appointment_id)
       ORDER BY appointment_id LIMIT $2`,
      [linkId, limit],
    );
    return rows.map((row) => row.appointment_id);
  }
}

const json = (value: unknown): string | null => (value === null || value === undefined ? null : JSON.stringify(value));

const fromRow = (row: MappingRow): Mapping => ({
  linkId: row.link_id,
  appointmentId: row.appointment_id,
  eventId: row.event_id,
  ours: row.ours_version === 0 ? null : { version: row.ours_version, content: row.ours },
  google: row.google,
  sent: row.sent,
  revision: row.revision,
  touchedAt: row.touched_at,
});
