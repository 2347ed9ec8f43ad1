import { timingSafeEqual } from 'node:crypto';
import { sameValue } from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';
import { baseOf, type Mapping } from '../../src/mapping/domain/mapping';
import type { SyncTx } from '../../src/sync-tx';
import { jobs, work } from './memory-queues';
import type { MemoryState, Visible } from './memory-state';

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
      append: async (event) => void (state.events = [...state.events, event]),
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
      const dirty = new Set(
        state.channels.filter((row) => right.some((push) => push.channelId === row.id)).map((row) => row.linkId),
      );
      state.jobs = state.jobs.map((row) =>
        row.job === 'pull' && dirty.has(row.linkId)
          ? { ...row, news: row.news + 1, dueAt: row.dueAt < now ? row.dueAt : now }
          : row,
      );
      return new Set(right);
    },
  };
}
