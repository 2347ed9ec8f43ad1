import type { SqlSession } from '@kalends/persistence';
import type { Appointment } from '../../appointments/domain/appointment';
import type { RevisionStore } from '../app/revision.store';
import type { RevisionWithState } from '../domain/revision';

export class PgRevisionStore implements RevisionStore {
  constructor(private readonly session: SqlSession) {}

  async append(revision: RevisionWithState): Promise<void> {
    await this.session.query(
      `INSERT INTO revision (id, appointment_id, version, kind, origin, actor, cause, fields, conflicts, command_id, state, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        revision.id,
        revision.appointmentId,
        revision.version,
        revision.kind,
        revision.origin,
        revision.actor,
        revision.cause,
        JSON.stringify(revision.fields),
        JSON.stringify(revision.conflicts),
        revision.commandId,
        revision.state,
        revision.at,
      ],
    );
  }

  async stateAt(appointmentId: string, version: number): Promise<Appointment | null> {
    const [row] = await this.session.query<{ state: Appointment }>(
      `SELECT state FROM revision WHERE appointment_id = $1 AND version = $2 AND kind <> 'conflict-recorded'`,
      [appointmentId, version],
    );
    return row?.state ?? null;
  }
}
