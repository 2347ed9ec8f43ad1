import type { MemoryDatabase } from '@kalends/memory';
import { never } from './leases';
import { budgets, jobs, keyOf, work, type Leased } from './tables';

interface Waiting extends Leased {
  readonly tenantId: string;
  readonly grantId: string;
}

/** Epoch milliseconds from which a worker finds a piece of outward work to take; null: none waits. */
export function workDueAt(database: MemoryDatabase, now: number, perGrant: number): number | null {
  const rows = database.rows(work);
  if (rows.length === 0) return null;
  const leases = new Map<string, number[]>();
  for (const row of rows) {
    const end = row.leaseUntil?.getTime() ?? 0;
    if (end <= now) continue;
    const ends = leases.get(grantOf(row));
    if (ends) ends.push(end);
    else leases.set(grantOf(row), [end]);
  }
  // A grant that has all it may have under way is served once one of these leases is over.
  const servedFrom = (row: Waiting): number =>
    leases
      .get(grantOf(row))
      ?.toSorted((a, b) => b - a)
      .at(perGrant - 1) ?? 0;
  return soonest(database, rows, servedFrom);
}

/** The same for the jobs of links. */
export const jobsDueAt = (database: MemoryDatabase): number | null => soonest(database, database.rows(jobs), () => 0);

function soonest(
  database: MemoryDatabase,
  rows: readonly Waiting[],
  servedFrom: (row: Waiting) => number,
): number | null {
  const blocked = new Map(database.rows(budgets).map((row) => [budgets.key(row), row.blockedUntil?.getTime() ?? 0]));
  let due = never.getTime();
  for (const row of rows) {
    const at = Math.max(row.dueAt.getTime(), row.leaseUntil?.getTime() ?? 0);
    due = Math.min(due, Math.max(at, blocked.get(grantOf(row)) ?? 0, servedFrom(row)));
  }
  return due === never.getTime() ? null : due;
}

const grantOf = ({ tenantId, grantId }: Waiting): string => keyOf(tenantId, grantId);
