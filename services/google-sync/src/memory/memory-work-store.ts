import type { MemorySession, View } from '@kalends/memory';
import { traceHeaders } from '@kalends/telemetry';
import type { ClaimedWork, Pending, Priority, WorkRequest, WorkStore } from '../outward/app/work-store';
import { earlier, isFreeAt, never, unleased } from './leases';
import { budgets, keyOf, work, type BudgetRow, type WorkRow } from './tables';

export class MemoryWorkStore implements WorkStore {
  constructor(private readonly session: MemorySession) {}

  async bump({ now, ...request }: WorkRequest): Promise<void> {
    const key = keyOf(request.tenantId, request.linkId, request.appointmentId);
    const trace = traceHeaders();
    await this.session.query('work.bump', (view) => {
      const isThere = view.update(work, key, (row) => ({
        ...row,
        news: row.news + 1,
        attempts: 0,
        priority: Math.min(row.priority, request.priority) as Priority,
        dueAt: earlier(row.dueAt, request.dueAt),
        initial: row.initial || request.initial,
        trace,
      }));
      if (!isThere) view.insert(work, { ...request, ...unleased, since: now, news: 1, attempts: 0, trace });
    });
  }

  async claim(at: { now: Date; leaseUntil: Date; token: string; perGrant: number }): Promise<ClaimedWork | null> {
    const { now, leaseUntil, token, perGrant } = at;
    const row = await this.session.query('work.claim', (view) => {
      const chosen = candidates(view, now, perGrant).find((each) => view.isFree(work, work.key(each)));
      return chosen && view.update(work, work.key(chosen), (current) => ({ ...current, token, leaseUntil }));
    });
    if (row === undefined) return null;
    const { tenantId, grantId, linkId, appointmentId, initial, attempts, trace } = row;
    await this.session.query('budgets.serve', (view) => {
      const served = { servedAt: now.getTime() };
      const isThere = view.update(budgets, keyOf(tenantId, grantId), (budget) => ({ ...budget, ...served }));
      if (!isThere) view.insert(budgets, { ...noBudget(tenantId, grantId), ...served });
    });
    return { tenantId, linkId, appointmentId, initial, attempts, news: String(row.news), token, trace };
  }

  async extend(claimed: ClaimedWork, leaseUntil: Date): Promise<void> {
    await this.session.query('work.extend', (view) => changeMine(view, claimed, (row) => ({ ...row, leaseUntil })));
  }

  async complete(claimed: ClaimedWork, now: Date): Promise<void> {
    const isDone = await this.session.query('work.complete', (view) => {
      const row = mine(view, claimed);
      return row !== undefined && String(row.news) === claimed.news && view.delete(work, work.key(row));
    });
    if (isDone) return;
    const again = { ...unleased, dueAt: now, attempts: 0 };
    await this.session.query('work.again', (view) => changeMine(view, claimed, (row) => ({ ...row, ...again })));
  }

  async postpone(claimed: ClaimedWork, dueAt: Date, attempts: number): Promise<void> {
    const later = { ...unleased, dueAt, attempts };
    await this.session.query('work.postpone', (view) => changeMine(view, claimed, (row) => ({ ...row, ...later })));
  }

  async pause(linkId: string): Promise<void> {
    await this.changeAll('work.pause', linkId, { dueAt: never });
  }

  async resume(linkId: string, now: Date): Promise<void> {
    await this.changeAll('work.resume', linkId, { dueAt: now, attempts: 0 });
  }

  async regrant(linkId: string, grantId: string): Promise<void> {
    await this.changeAll('work.regrant', linkId, { grantId });
  }

  async drop(linkId: string): Promise<void> {
    await this.session.query('work.drop', (view) => {
      for (const row of ofLink(view, linkId)) view.delete(work, work.key(row));
    });
  }

  pending(linkId: string): Promise<Pending> {
    return this.session.query('work.pending', (view) => pendingOf(view, linkId));
  }

  private changeAll(call: string, linkId: string, change: Partial<WorkRow>): Promise<void> {
    return this.session.query(call, (view) => {
      for (const each of ofLink(view, linkId)) view.update(work, work.key(each), (row) => ({ ...row, ...change }));
    });
  }
}

export function pendingOf(view: View, linkId: string): Pending {
  let [all, initial, since]: [number, number, Date | null] = [0, 0, null];
  for (const row of ofLink(view, linkId)) {
    all += 1;
    if (row.initial) initial += 1;
    since = since === null ? row.since : earlier(since, row.since);
  }
  return { all, initial, since };
}

export const noBudget = (tenantId: string, grantId: string): BudgetRow => ({
  tenantId,
  grantId,
  servedAt: -Infinity,
  blockedUntil: null,
  strikes: 0,
});

/** As the statement of PostgresWorkStore has them: of each grant that may be served its first few, the best first. */
function candidates(view: View, now: Date, perGrant: number): WorkRow[] {
  const rows = view.all(work);
  const due = rows.filter((row) => isFreeAt(row, now));
  if (due.length === 0) return due;
  const grants = new Map<string, { readonly servedAt: number; left: number }>();
  for (const { tenantId, grantId } of due) {
    const key = keyOf(tenantId, grantId);
    if (grants.has(key)) continue;
    const budget = view.get(budgets, key);
    const underWay = rows.filter((row) => row.grantId === grantId && row.leaseUntil !== null && row.leaseUntil > now);
    const isServed = (budget?.blockedUntil ?? now) <= now && underWay.length < perGrant;
    grants.set(key, { servedAt: budget?.servedAt ?? -Infinity, left: isServed ? perGrant : 0 });
  }
  const grantOf = (row: WorkRow) => grants.get(keyOf(row.tenantId, row.grantId))!;
  const byTurn = (a: WorkRow, b: WorkRow): number => {
    const [turnA, turnB] = [grantOf(a).servedAt, grantOf(b).servedAt];
    if (a.priority !== b.priority) return a.priority - b.priority;
    return turnA === turnB ? a.dueAt.getTime() - b.dueAt.getTime() : turnA - turnB;
  };
  return due.sort(byTurn).filter((row) => grantOf(row).left-- > 0);
}

const ofLink = (view: View, linkId: string): WorkRow[] => view.all(work).filter((row) => row.linkId === linkId);

/** The row, while its lease is the claimer's. */
function mine(view: View, { tenantId, linkId, appointmentId, token }: ClaimedWork): WorkRow | undefined {
  const row = view.get(work, keyOf(tenantId, linkId, appointmentId));
  return row?.token === token ? row : undefined;
}

function changeMine(view: View, claimed: ClaimedWork, change: (row: WorkRow) => WorkRow): void {
  const row = mine(view, claimed);
  if (row !== undefined) view.update(work, work.key(row), change);
}
