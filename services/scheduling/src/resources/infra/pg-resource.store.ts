import { onConstraint, type SqlSession } from '@kalends/persistence';
import type { ResourceStore } from '../app/resource.store';
import type { Booked } from '../domain/decide';
import type { Place } from '../domain/place';
import type { Resource } from '../domain/resource';
import { resourceColumns, resourceConstraints, resourceValues } from './resource-row';

export class PgResourceStore implements ResourceStore {
  constructor(private readonly session: SqlSession) {}

  async lockFor(resourceIds: readonly string[], branchId: string | null): Promise<Place> {
    // Rows are locked above the sort, so everybody takes them in the same order. The branch is joined to what they are once
    // they are locked: FOR UPDATE over the join would look for the branch that a resource had before we waited for it.
    const rows = await this.session.query<
      Place['resources'][number] & { bookedIn: string | null; timeZone: string | null }
    >(
      `WITH locked AS (
         SELECT id, branch_id AS "branchId", capacity, deleted, visible_in_all_branches AS "visibleInAllBranches"
           FROM resource WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
       )
       SELECT locked.*, branch.id AS "bookedIn", branch.time_zone AS "timeZone"
         FROM locked LEFT JOIN branch ON branch.id = coalesce($2::uuid, "branchId") ORDER BY locked.id`,
      [resourceIds, branchId],
    );
    const first = rows.find(({ id }) => id === resourceIds[0]);
    const branch = first?.bookedIn && first.timeZone ? { id: first.bookedIn, timeZone: first.timeZone } : null;
    return { branch, resources: rows };
  }

  async lock(id: string): Promise<Resource | null> {
    const [row] = await this.session.query<Resource>(
      `SELECT ${resourceColumns} FROM resource WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    return row ?? null;
  }

  async find(id: string): Promise<Resource | null> {
    const [row] = await this.session.query<Resource>(`SELECT ${resourceColumns} FROM resource WHERE id = $1`, [id]);
    return row ?? null;
  }

  async insert(resource: Resource): Promise<void> {
    await onConstraint(
      this.session.query(
        `INSERT INTO resource (id, branch_id, designation, visible_in_all_branches, visible, color, description, employee_id, is_location,
           step_minutes, capacity, waiting_list, reminder_minutes, warn_outside_availability, calendar_sync_allowed,
           online_booking_allowed, deleted, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
        resourceValues(resource),
      ),
      resourceConstraints,
    );
  }

  async update(resource: Resource): Promise<void> {
    await onConstraint(
      this.session.query(
        `UPDATE resource SET branch_id = $2, designation = $3, visible_in_all_branches = $4, visible = $5, color = $6, description = $7,
           employee_id = $8, is_location = $9, step_minutes = $10, capacity = $11, waiting_list = $12, reminder_minutes = $13,
           warn_outside_availability = $14, calendar_sync_allowed = $15, online_booking_allowed = $16, deleted = $17, version = $18
         WHERE id = $1`,
        resourceValues(resource),
      ),
      resourceConstraints,
    );
  }

  async bookedFrom(id: string, now: Date): Promise<Booked> {
    const [row] = await this.session.query<Booked>(
      `SELECT count(DISTINCT appointment_id)::integer AS appointments, coalesce(max(lane), 0)::integer AS "highestLane"
         FROM allocation WHERE resource_id = $1 AND ends_at > $2`,
      [id, now],
    );
    return row ?? { appointments: 0, highestLane: 0 };
  }
}
