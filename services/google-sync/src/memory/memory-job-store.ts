import type { MemorySession, View } from '@kalends/memory';
import type { ClaimedJob, Job, JobStore } from '../job/app/job-store';
import { earlier, isFreeAt, never, unleased } from './leases';
import { budgets, jobs, keyOf, type JobRow } from './tables';

export class MemoryJobStore implements JobStore {
  constructor(private readonly session: MemorySession) {}

  async request(request: { tenantId: string; linkId: string; grantId: string; job: Job; dueAt: Date }): Promise<void> {
    const key = keyOf(request.tenantId, request.linkId, request.job);
    await this.session.query('jobs.request', (view) => {
      if (view.update(jobs, key, (row) => askedAgain(row, request.dueAt)) !== undefined) return;
      view.insert(jobs, { ...request, ...unleased, news: 1, attempts: 0 });
    });
  }

  isAsked(linkId: string, job: Job): Promise<boolean> {
    const key = keyOf(this.session.tenantId!, linkId, job);
    return this.session.query('jobs.isAsked', (view) => view.get(jobs, key) !== undefined);
  }

  claim(kinds: readonly Job[], at: { now: Date; leaseUntil: Date; token: string }): Promise<ClaimedJob | null> {
    const { now, leaseUntil, token } = at;
    return this.session.query('jobs.claim', (view) => {
      const chosen = view
        .all(jobs)
        .filter((row) => isFreeAt(row, now) && kinds.includes(row.job) && !isBlocked(view, row, now))
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
        .find((row) => view.isFree(jobs, jobs.key(row)));
      if (chosen === undefined) return null;
      view.update(jobs, jobs.key(chosen), (row) => ({ ...row, token, leaseUntil }));
      const { tenantId, linkId, job, attempts, news } = chosen;
      return { tenantId, linkId, job, attempts, news: String(news), token };
    });
  }

  extend(claimed: ClaimedJob, leaseUntil: Date): Promise<boolean> {
    return this.session.query('jobs.extend', (view) => changeMine(view, claimed, (row) => ({ ...row, leaseUntil })));
  }

  async finish(claimed: ClaimedJob, now: Date, dueAt: Date | null): Promise<void> {
    const isDone = (row: JobRow): boolean => String(row.news) === claimed.news;
    if (dueAt === null) {
      const isGone = await this.session.query('jobs.finish', (view) => {
        const row = mine(view, claimed);
        return row !== undefined && isDone(row) && view.delete(jobs, jobs.key(row));
      });
      if (isGone) return;
    }
    const next = { ...unleased, attempts: 0 };
    await this.session.query('jobs.again', (view) =>
      changeMine(view, claimed, (row) => ({ ...row, ...next, dueAt: isDone(row) ? (dueAt ?? now) : now })),
    );
  }

  async postpone(claimed: ClaimedJob, dueAt: Date, attempts: number): Promise<void> {
    const later = { ...unleased, dueAt, attempts };
    await this.session.query('jobs.postpone', (view) => changeMine(view, claimed, (row) => ({ ...row, ...later })));
  }

  async pause(linkId: string): Promise<void> {
    await this.changeAll('jobs.pause', linkId, (row) => (row.job === 'disconnect' ? row : { ...row, dueAt: never }));
  }

  async resume(linkId: string, now: Date): Promise<void> {
    await this.changeAll('jobs.resume', linkId, (row) => ({ ...askedAgain(row, now), attempts: 0 }));
  }

  async drop(linkId: string, kinds?: readonly Job[]): Promise<void> {
    await this.session.query('jobs.drop', (view) => {
      for (const row of ofLink(view, linkId))
        if (kinds === undefined || kinds.includes(row.job)) view.delete(jobs, jobs.key(row));
    });
  }

  async regrant(linkId: string, grantId: string): Promise<void> {
    await this.changeAll('jobs.regrant', linkId, (row) => ({ ...row, grantId }));
  }

  private changeAll(call: string, linkId: string, change: (row: JobRow) => JobRow): Promise<void> {
    return this.session.query(call, (view) => {
      for (const row of ofLink(view, linkId)) view.update(jobs, jobs.key(row), change);
    });
  }
}

/** Due no later than `dueAt`, and once more after a run that is under way. */
export const askedAgain = (row: JobRow, dueAt: Date): JobRow => ({
  ...row,
  news: row.news + 1,
  dueAt: earlier(row.dueAt, dueAt),
});

const ofLink = (view: View, linkId: string): JobRow[] => view.all(jobs).filter((row) => row.linkId === linkId);

function isBlocked(view: View, { tenantId, grantId }: JobRow, now: Date): boolean {
  const blockedUntil = view.get(budgets, keyOf(tenantId, grantId))?.blockedUntil ?? null;
  return blockedUntil !== null && blockedUntil > now;
}

/** The row, while its lease is the claimer's. */
function mine(view: View, { tenantId, linkId, job, token }: ClaimedJob): JobRow | undefined {
  const row = view.get(jobs, keyOf(tenantId, linkId, job));
  return row?.token === token ? row : undefined;
}

function changeMine(view: View, claimed: ClaimedJob, change: (row: JobRow) => JobRow): boolean {
  const row = mine(view, claimed);
  return row !== undefined && view.update(jobs, jobs.key(row), change) !== undefined;
}
