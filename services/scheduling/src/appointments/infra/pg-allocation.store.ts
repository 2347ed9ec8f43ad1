import { onConstraint, type SqlSession } from '@kalends/persistence';
import type { AllocationStore, HeldSlot } from '../app/allocation.store';
import { slotTaken } from '../app/refusals';
import type { Allocation, AllocationPlan, Taken } from '../domain/allocate';
import type { Claim } from '../domain/expand';

interface AllocationRow {
  readonly occurrence: string;
  readonly resource_id: string;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly taken_from: Date;
  readonly taken_until: Date;
  readonly lane: number | null;
  readonly overbooked: boolean;
}

export class PgAllocationStore implements AllocationStore {
  constructor(private readonly session: SqlSession) {}

  async of(appointmentId: string, from: Date | null): Promise<readonly Allocation[]> {
    const rows = await this.session.query<AllocationRow>(
      `SELECT occurrence, resource_id, starts_at, ends_at, taken_from, taken_until, lane, overbooked
         FROM allocation WHERE appointment_id = $1 AND ends_at > $2`,
      [appointmentId, from ?? '-infinity'],
    );
    return rows.map((row) => ({
      occurrence: row.occurrence,
      resourceId: row.resource_id,
      start: row.starts_at,
      end: row.ends_at,
      during: { start: row.taken_from, end: row.taken_until },
      holds: row.lane !== null || row.overbooked,
      lane: row.lane,
      overbooked: row.overbooked,
    }));
  }

  /** Within a lane nothing overlaps: the first one that ends after the claim's start is the only one to look at. */
  async takenAt(claims: readonly Claim[], exceptAppointmentId: string): Promise<readonly Taken[]> {
    const rows = await this.session.query<
      Pick<AllocationRow, 'resource_id' | 'taken_from' | 'taken_until'> & { lane: number }
    >(
      `SELECT claim.resource_id, place.lane, first.taken_from, first.taken_until
         FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS claim (resource_id, taken_from, taken_until)
         JOIN resource ON resource.id = claim.resource_id
        CROSS JOIN LATERAL generate_series(1, resource.capacity) AS place (lane)
        CROSS JOIN LATERAL (
          SELECT taken_from, taken_until FROM allocation AS other
           WHERE other.resource_id = claim.resource_id AND other.lane = place.lane::smallint AND other.taken_until > claim.taken_from
             AND other.appointment_id <> $4
           ORDER BY other.taken_until LIMIT 1
        ) AS first
        WHERE first.taken_from < claim.taken_until`,
      [
        claims.map(({ resourceId }) => resourceId),
        claims.map(({ during }) => during.start),
        claims.map(({ during }) => during.end),
        exceptAppointmentId,
      ],
    );
    return rows.map((row) => ({
      resourceId: row.resource_id,
      lane: row.lane,
      during: { start: row.taken_from, end: row.taken_until },
    }));
  }

  async heldAround(claim: Claim, appointmentId: string): Promise<readonly HeldSlot[]> {
    let { start, end } = claim.during;
    for (let known = -1; ;) {
      const rows = await this.session.query<AllocationRow & { appointment_id: string; lane: number }>(
        `SELECT appointment_id, occurrence, resource_id, taken_from, taken_until, lane FROM allocation
          WHERE resource_id = $1 AND lane IS NOT NULL AND taken_until > $2 AND taken_from < $3
            AND (appointment_id, occurrence) <> ($4::uuid, $5)`,
        [claim.resourceId, start, end, appointmentId, claim.occurrence],
      );
      if (rows.length === known) {
        return rows.map((row) => ({
          appointmentId: row.appointment_id,
          occurrence: row.occurrence,
          resourceId: row.resource_id,
          lane: row.lane,
          during: { start: row.taken_from, end: row.taken_until },
        }));
      }
      known = rows.length;
      start = new Date(Math.min(start.getTime(), ...rows.map((row) => row.taken_from.getTime())));
      end = new Date(Math.max(end.getTime(), ...rows.map((row) => row.taken_until.getTime())));
    }
  }

  async relane(slots: readonly HeldSlot[]): Promise<void> {
    const named = [
      slots.map(({ appointmentId }) => appointmentId),
      slots.map(({ occurrence }) => occurrence),
      slots.map(({ resourceId }) => resourceId),
    ];
    const slot = `allocation.appointment_id = slot.appointment_id AND allocation.occurrence = slot.occurrence
      AND allocation.resource_id = slot.resource_id`;
    // Out of all lanes first: the exclusion constraint looks at each row as it changes.
    await this.session.query(
      `UPDATE allocation SET lane = NULL FROM unnest($1::uuid[], $2::text[], $3::uuid[]) AS slot (appointment_id, occurrence, resource_id)
        WHERE ${slot}`,
      named,
    );
    await this.session.query(
      `UPDATE allocation SET lane = slot.lane
         FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::smallint[]) AS slot (appointment_id, occurrence, resource_id, lane) WHERE ${slot}`,
      [...named, slots.map(({ lane }) => lane)],
    );
  }

  async apply(appointmentId: string, { remove, add }: Pick<AllocationPlan, 'remove' | 'add'>): Promise<void> {
    if (remove.length > 0) {
      await this.session.query(
        `DELETE FROM allocation USING unnest($2::text[], $3::uuid[]) AS gone (occurrence, resource_id)
          WHERE appointment_id = $1 AND allocation.occurrence = gone.occurrence AND allocation.resource_id = gone.resource_id`,
        [appointmentId, remove.map(({ occurrence }) => occurrence), remove.map(({ resourceId }) => resourceId)],
      );
    }
    if (add.length > 0)
      await onConstraint(this.insert(appointmentId, add), { allocation_no_overlap: () => slotTaken() });
  }

  private insert(appointmentId: string, add: readonly Allocation[]): Promise<unknown> {
    return this.session.query(
      `INSERT INTO allocation (appointment_id, occurrence, resource_id, starts_at, ends_at, taken_from, taken_until, lane, overbooked)
       SELECT $1, * FROM unnest($2::text[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[],
         $8::smallint[], $9::boolean[])
       -- A series' earlier occurrences may still stand from before: this is how they are now.
       ON CONFLICT (tenant_id, appointment_id, occurrence, resource_id) DO UPDATE SET starts_at = excluded.starts_at,
         ends_at = excluded.ends_at, taken_from = excluded.taken_from, taken_until = excluded.taken_until, lane = excluded.lane,
         overbooked = excluded.overbooked`,
      [
        appointmentId,
        add.map(({ occurrence }) => occurrence),
        add.map(({ resourceId }) => resourceId),
        add.map(({ start }) => start),
        add.map(({ end }) => end),
        add.map(({ during }) => during.start),
        add.map(({ during }) => during.end),
        add.map(({ lane }) => lane),
        add.map(({ overbooked }) => overbooked),
      ],
    );
  }
}
