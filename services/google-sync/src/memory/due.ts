import type { MemoryDatabase } from '@kalends/memory';
import { never } from './leases';
import { budgets, jobs, work, type Leased } from './tables';

interface Waiting extends Leased {
  readonly grantId: string;
}

/** Epoch milliseconds from which a worker finds a piece of outward work to take; null: none waits. */
export function workDueAt(database: MemoryDatabase, now: number, perGrant: number): number | null {
  const rows = database.rows(work);
  const leases = new Map<string, number[]>();
  for (const { grantId, leaseUntil } of rows) {
    if (leaseUntil === null || leaseUntil.getTime() <= now) continue;
    const ends = leases.get(grantId);
    if (ends) ends.push(leaseUntil.getTime());
    else leases.set(grantId, [leaseUntil.getTime()]);
  }
  const servedFrom = blockedUntil(database);
  // A grant that has all it may have under way is served once one of these leases is over.
  for (const [grantId, ends] of leases)
    if (ends.length >= perGrant) {
      const end = ends.sort((a, b) => b - a)[perGrant - 1]!;
      servedFrom.set(grantId, Math.max(end, servedFrom.get(grantId) ?? 0));
    }
  return soonest(rows, servedFrom);
}

/** The same for the jobs of links. */
export const jobsDueAt = (database: MemoryDatabase): number | null =>
  soonest(database.rows(jobs), blockedUntil(database));

function blockedUntil(database: MemoryDatabase): Map<string, number> {
  const blocked = new Map<string, number>();
  for (const row of database.rows(budgets))
    if (row.blockedUntil !== null) blocked.set(row.grantId, row.blockedUntil.getTime());
  return blocked;
}

function soonest(rows: readonly Waiting[], servedFrom: ReadonlyMap<string, number>): number | null {
  let due = never.getTime();
  for (const { dueAt, leaseUntil, grantId } of rows) {
    const at = Math.max(dueAt.getTime(), leaseUntil?.getTime() ?? 0, servedFrom.get(grantId) ?? 0);
    if (at < due) due = at;
  }
  return due === never.getTime() ? null : due;
}
