import type { SyncTx } from '../../src/sync-tx';
import type { JobRow, Lease, MemoryState, Visible, WorkRow } from './memory-state';

const never = new Date(8.64e15);

const isFree = (row: Lease, now: Date): boolean =>
  row.dueAt <= now && (row.leaseUntil === null || row.leaseUntil <= now);

export function work(state: MemoryState, visible: Visible): SyncTx['work'] {
  const change = (isIt: (row: WorkRow) => boolean, next: (row: WorkRow) => WorkRow | null): void => {
    state.work = state.work.flatMap((row) => (isIt(row) ? (next(row) ?? []) : [row]));
  };
  const mine = (claimed: { linkId: string; appointmentId: string; token: string }) => (row: WorkRow) =>
    row.linkId === claimed.linkId && row.appointmentId === claimed.appointmentId && row.token === claimed.token;
  const ofLink = (linkId: string) => (row: WorkRow) => row.linkId === linkId;
  const free = { token: null, leaseUntil: null };
  return {
    bump: async ({ now, ...request }) => {
      const same = (row: WorkRow) => row.linkId === request.linkId && row.appointmentId === request.appointmentId;
      if (!state.work.some(same)) {
        state.work = [...state.work, { ...request, ...free, since: now, news: 1, attempts: 0 }];
        return;
      }
      change(same, (row) => ({
        ...row,
        news: row.news + 1,
        attempts: 0,
        priority: Math.min(row.priority, request.priority) as WorkRow['priority'],
        dueAt: row.dueAt < request.dueAt ? row.dueAt : request.dueAt,
        initial: row.initial || request.initial,
      }));
    },
    claim: async ({ now, leaseUntil, token, perGrant }) => {
      const budget = (grantId: string) => state.budgets.find((row) => row.grantId === grantId);
      const underWay = (grantId: string) =>
        state.work.filter((row) => row.grantId === grantId && row.leaseUntil !== null && row.leaseUntil > now).length;
      const [row] = state.work
        .filter((candidate) => isFree(candidate, now) && underWay(candidate.grantId) < perGrant)
        .filter(({ grantId }) => (budget(grantId)?.blockedUntil ?? now) <= now)
        .sort(
          (a, b) =>
            a.priority - b.priority ||
            (budget(a.grantId)?.servedAt ?? 0) - (budget(b.grantId)?.servedAt ?? 0) ||
            a.dueAt.getTime() - b.dueAt.getTime(),
        );
      if (row === undefined) return null;
      change(
        (other) => other === row,
        () => ({ ...row, token, leaseUntil }),
      );
      const { tenantId, linkId, grantId, appointmentId, initial, attempts } = row;
      const old = budget(grantId) ?? { tenantId, grantId, blockedUntil: null, strikes: 0 };
      const others = state.budgets.filter((other) => other.grantId !== grantId);
      state.budgets = [...others, { ...old, servedAt: now.getTime() }];
      return { tenantId, linkId, appointmentId, initial, attempts, news: String(row.news), token };
    },
    extend: async (claimed, leaseUntil) => change(mine(claimed), (row) => ({ ...row, leaseUntil })),
    complete: async (claimed, now) =>
      change(mine(claimed), (row) =>
        String(row.news) === claimed.news ? null : { ...row, ...free, dueAt: now, attempts: 0 },
      ),
    postpone: async (claimed, dueAt, attempts) =>
      change(mine(claimed), (row) => ({ ...row, ...free, dueAt, attempts })),
    pause: async (linkId) => change(ofLink(linkId), (row) => ({ ...row, dueAt: never })),
    resume: async (linkId, now) => change(ofLink(linkId), (row) => ({ ...row, dueAt: now, attempts: 0 })),
    drop: async (linkId) => change(ofLink(linkId), () => null),
    regrant: async (linkId, grantId) => change(ofLink(linkId), (row) => ({ ...row, grantId })),
    pending: async (linkId) => {
      const rows = visible(state.work).filter(ofLink(linkId));
      const since = rows.map((row) => row.since).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
      return { all: rows.length, initial: rows.filter((row) => row.initial).length, since };
    },
  };
}

export function jobs(state: MemoryState, visible: Visible): SyncTx['jobs'] {
  const change = (isIt: (row: JobRow) => boolean, next: (row: JobRow) => JobRow | null): void => {
    state.jobs = state.jobs.flatMap((row) => (isIt(row) ? (next(row) ?? []) : [row]));
  };
  const mine = (claimed: { linkId: string; job: string; token: string }) => (row: JobRow) =>
    row.linkId === claimed.linkId && row.job === claimed.job && row.token === claimed.token;
  const free = { token: null, leaseUntil: null };
  return {
    request: async ({ dueAt, ...request }) => {
      const same = (row: JobRow) => row.linkId === request.linkId && row.job === request.job;
      if (!state.jobs.some(same)) state.jobs = [...state.jobs, { ...request, ...free, dueAt, news: 1, attempts: 0 }];
      else change(same, (row) => ({ ...row, news: row.news + 1, dueAt: row.dueAt < dueAt ? row.dueAt : dueAt }));
    },
    isAsked: async (linkId, job) => state.jobs.some((row) => row.linkId === linkId && row.job === job),
    claim: async (kinds, { now, leaseUntil, token }) => {
      const isBlocked = (grantId: string) =>
        state.budgets.some((row) => row.grantId === grantId && row.blockedUntil !== null && row.blockedUntil > now);
      const [row] = visible(state.jobs)
        .filter((candidate) => kinds.includes(candidate.job) && isFree(candidate, now) && !isBlocked(candidate.grantId))
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
      if (row === undefined) return null;
      change(
        (other) => other === row,
        () => ({ ...row, token, leaseUntil }),
      );
      const { tenantId, linkId, job, attempts } = row;
      return { tenantId, linkId, job, attempts, news: String(row.news), token };
    },
    extend: async (claimed, leaseUntil) => {
      const isMine = state.jobs.some(mine(claimed));
      change(mine(claimed), (row) => ({ ...row, leaseUntil }));
      return isMine;
    },
    finish: async (claimed, now, dueAt) =>
      change(mine(claimed), (row) => {
        const isDone = String(row.news) === claimed.news;
        if (dueAt === null && isDone) return null;
        return { ...row, ...free, attempts: 0, dueAt: isDone ? dueAt! : now };
      }),
    postpone: async (claimed, dueAt, attempts) =>
      change(mine(claimed), (row) => ({ ...row, ...free, dueAt, attempts })),
    pause: async (linkId) =>
      change(
        (row) => row.linkId === linkId && row.job !== 'disconnect',
        (row) => ({ ...row, dueAt: never }),
      ),
    resume: async (linkId, now) =>
      change(
        (row) => row.linkId === linkId,
        (row) => ({ ...row, dueAt: row.dueAt < now ? row.dueAt : now, attempts: 0, news: row.news + 1 }),
      ),
    drop: async (linkId, kinds) =>
      change(
        (row) => row.linkId === linkId && (kinds === undefined || kinds.includes(row.job)),
        () => null,
      ),
    regrant: async (linkId, grantId) =>
      change(
        (row) => row.linkId === linkId,
        (row) => ({ ...row, grantId }),
      ),
  };
}
