import type { UnitOfWork } from '@kalends/kernel';
import type { SqlSession } from '@kalends/persistence';
import type { Revision } from '../domain/revision';

/** An appointment that changes more often than this shows its latest changes. */
const ENTRIES = 500;

export interface Timeline {
  readonly branchId: string;
  /** The latest first. */
  readonly entries: readonly Omit<Revision, 'appointmentId'>[];
}

export class TimelineReadModel {
  constructor(private readonly sql: UnitOfWork<SqlSession>) {}

  /** Null when there is no such appointment. */
  async of(tenantId: string, appointmentId: string): Promise<Timeline | null> {
    return this.sql.run(tenantId, async (session) => {
      const rows = await session.query<Omit<Revision, 'at'> & { at: Date; branchId: string }>(
        `SELECT appointment.branch_id AS "branchId", revision.id, revision.version, kind, revision.origin, actor, cause, fields, conflicts,
                command_id AS "commandId", at
           FROM revision JOIN appointment ON appointment.id = revision.appointment_id
          WHERE revision.appointment_id = $1 ORDER BY revision.version DESC, revision.id DESC LIMIT $2`,
        [appointmentId, ENTRIES],
      );
      const [first] = rows;
      if (!first) return null;
      return {
        branchId: first.branchId,
        entries: rows.map(({ branchId: _, at, ...entry }) => ({ ...entry, at: at.toISOString() })),
      };
    });
  }
}
