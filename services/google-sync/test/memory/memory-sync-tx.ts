import { timingSafeEqual } from 'node:crypto';
import { sameValue } from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';
import type { OutgoingEvent } from '@kalends/outbox';
import { baseOf, type Mapping } from '../../src/mapping/domain/mapping';
import type { SyncTx } from '../../src/sync-tx';
import type { JobRow, Lease, MemoryState, WorkRow } from './memory-state';

const never = new Date(8.64e15);

/** The stores' promises kept on plain lists. `tenantId` null: the scope of queues. */
export function memorySyncTx(state: MemoryState, tenantId: string | null): SyncTx {
  const visible = <R extends { tenantId: string }>(rows: readonly R[]): R[] =>
    rows.filter((row) => tenantId === null || row.tenantId === tenantId);
  return {
    links: links(state, visible),
    mappings: mappings(state, tenantId, visible),
    work: work(state, visible),
    jobs: jobs(state, visible),
    channels: channels(state, visible),
    budgets: {
      strike: async (tenant, grantId, now, until) => {
        const old = state.budgets.find((row) => row.grantId === grantId);
        if (old?.blockedUntil && old.blockedUntil > now) return old.blockedUntil;
        const isOld = !old?.blockedUntil || now.getTime() - old.blockedUntil.getTime() > 600_000;
        const strikes = isOld ? 1 : old.strikes + 1;
        const blockedUntil = until(strikes);
        const others = state.budgets.filter((row) => row !== old);
        state.budgets = [...others, { tenantId: tenant, grantId, servedAt: old?.servedAt ?? 0, blockedUntil, strikes }];
        return blockedUntil;
      },
    },
    audit: { record: async (entry) => void (state.audit = [...state.audit, entry]) },
    outbox: {
      append: async (event) => void (state.events = [...state.events, event as unknown as OutgoingEvent]),
    },
    inbox: {
      admit: async (event) => {
        const isKnown = state.inbox.some(
          (old) => old.topic === event.topic && old.aggregateId === event.aggregateId && old.version >= event.version,
        );
        if (!isKnown) state.inbox = [...state.inbox, event];
        return isKnown ? 'known' : 'new';
      },
      park: () => Promise.reject(new Error('Nothing is parked here.')),
      takeParked: async () => null,
      settleParked: async () => {},
      purge: async () => 0,
    },
  };
}

type Visible = <R extends { tenantId: string }>(rows: readonly R[]) => R[];

function links(state: MemoryState, visible: Visible): SyncTx['links'] {
  const get = async (id: string) => visible(state.links).find((link) => link.id === id) ?? null;
  const replace = (id: string, change: object): void => {
    state.links = state.links.map((link) => (link.id === id ? { ...link, ...change } : link));
  };
  return {
    add: async (link) => {
      const others = state.links.filter(({ tenantId }) => tenantId === link.tenantId);
      const kept = others.filter((other) => other.state !== 'gone');
      if (kept.some((other) => other.resourceId === link.resourceId))
        throw new DomainError('conflict', 'link/resource-linked', 'linked');
      if (kept.some((other) => other.calendarId === link.calendarId))
        throw new DomainError('conflict', 'link/calendar-linked', 'linked');
      const versions = others.filter((other) => other.resourceId === link.resourceId).map(({ version }) => version);
      const added = { ...link, version: 1 + Math.max(0, ...versions) };
      state.links = [...state.links, added];
      return added;
    },
    get,
    lock: get,
    ofResources: async (ids) =>
      visible(state.links).filter((link) => link.state !== 'gone' && ids.includes(link.resourceId)),
    list: async (branchId) =>
      visible(state.links).filter(
        (link) => link.state !== 'gone' && (branchId === undefined || link.branchId === branchId),
      ),
    save: async ({ syncToken: _token, lastSuccessAt: _at, ...told }) => replace(told.id, told),
    remember: async (id, facts) => replace(id, facts),
  };
}

function mappings(state: MemoryState, tenantId: string | null, visible: Visible): SyncTx['mappings'] {
  const of = (linkId: string) => visible(state.mappings).filter((row) => row.linkId === linkId);
  const find = (linkId: string, appointmentId: string) => of(linkId).find((row) => row.appointmentId === appointmentId);
  const put = (mapping: Mapping): void => {
    const others = state.mappings.filter(
      (row) => row.linkId !== mapping.linkId || row.appointmentId !== mapping.appointmentId,
    );
    state.mappings = [
      ...others,
      { ...(JSON.parse(JSON.stringify(mapping)) as Mapping), touchedAt: mapping.touchedAt, tenantId: tenantId! },
    ];
  };
  const isThere = ({ google }: Mapping): boolean => google.is === 'present' || google.is === 'parked';
  return {
    ofAppointment: async (linkId, appointmentId) => find(linkId, appointmentId) ?? null,
    ofEvents: async (linkId, eventIds) => of(linkId).filter((row) => eventIds.includes(row.eventId)),
    hear: async (linkId, appointmentId, eventId, ours) => {
      const old = find(linkId, appointmentId);
      if (old?.ours && old.ours.version >= ours.version) return false;
      const fresh = {
        linkId,
        appointmentId,
        eventId,
        google: { is: 'absent' },
        sent: null,
        revision: 1,
        touchedAt: new Date(0),
      } as const;
      put({ ...(old ?? fresh), ours });
      return true;
    },
    add: async (mapping) => {
      if (
        of(mapping.linkId).some((row) => row.appointmentId === mapping.appointmentId || row.eventId === mapping.eventId)
      )
        return false;
      put({ ...mapping, revision: 1 });
      return true;
    },
    save: async (mapping) => {
      const old = find(mapping.linkId, mapping.appointmentId);
      if (old?.revision !== mapping.revision) return false;
      put({ ...mapping, ours: old.ours, revision: old.revision + 1 });
      return true;
    },
    presentEvents: async (linkId, { after, touchedBefore, limit }) =>
      of(linkId)
        .filter((row) => isThere(row) && row.eventId > after && row.touchedAt < touchedBefore)
        .map(({ eventId }) => eventId)
        .sort()
        .slice(0, limit),
    countPresent: async (linkId) => of(linkId).filter(isThere).length,
    unsettled: async (linkId, limit) =>
      of(linkId)
        .filter(({ ours, google, sent }) => {
          const differs = sent !== null || !sameValue(ours?.content ?? null, baseOf(google));
          return ours !== null && google.is !== 'parked' && differs;
        })
        .map(({ appointmentId }) => appointmentId)
        .filter((id) => !state.work.some((row) => row.linkId === linkId && row.appointmentId === id))
        .slice(0, limit),
  };
}

const isFree = (row: Lease, now: Date): boolean =>
  row.dueAt <= now && (row.leaseUntil === null || row.leaseUntil <= now);

function work(state: MemoryState, visible: Visible): SyncTx['work'] {
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

function jobs(state: MemoryState, visible: Visible): SyncTx['jobs'] {
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

function channels(state: MemoryState, visible: Visible): SyncTx['channels'] {
  return {
    add: async (channel) => void (state.channels = [...state.channels, channel]),
    opened: async (id, googleResourceId, expiresAt) =>
      void (state.channels = state.channels.map((row) =>
        row.id === id ? { ...row, googleResourceId, expiresAt } : row,
      )),
    ofLink: async (linkId) => visible(state.channels).filter((row) => row.linkId === linkId),
    remove: async (id) => void (state.channels = state.channels.filter((row) => row.id !== id)),
    arrived: async (pushes, now) => {
      const right = pushes.filter((push) =>
        state.channels.some(
          (row) =>
            row.id === push.channelId && row.expiresAt > now && timingSafeEqual(row.tokenDigest, push.tokenDigest),
        ),
      );
      const dirty = state.channels
        .filter((row) => right.some((push) => push.channelId === row.id))
        .map((row) => row.linkId);
      state.jobs = state.jobs.map((row) =>
        row.job === 'pull' && dirty.includes(row.linkId)
          ? { ...row, news: row.news + 1, dueAt: row.dueAt < now ? row.dueAt : now }
          : row,
      );
      return new Set(right);
    },
  };
}
