import { DomainError, type UnitOfWork } from '@kalends/kernel';
import type { OutgoingEvent } from '@kalends/outbox';
import type { ConsentTx } from '../../src/consent/app/consent-tx';
import { isOpen, type ConsentRequest } from '../../src/consent/domain/consent-request';
import type { Consent } from '../../src/consent/domain/consent';
import type { Revocation } from '../../src/grant/app/revocations';
import type { Grant } from '../../src/grant/domain/grant';

type Owned<T> = T & { readonly tenantId: string };

interface State {
  consents: Owned<Consent>[];
  requests: Owned<ConsentRequest>[];
  grants: Owned<Grant>[];
  revocations: (Revocation & { due: Date })[];
  calendars: { tenantId: string; accountHash: string; id: string }[];
  events: OutgoingEvent[];
}

const keyOf = (sealed: string): string => sealed.slice(0, sealed.indexOf('.'));

/** The service's transaction in memory: one at a time, undone when it throws, behind the same tenant wall. */
export class MemoryUnitOfWork implements UnitOfWork<ConsentTx> {
  private state: State = { consents: [], requests: [], grants: [], revocations: [], calendars: [], events: [] };
  private turn: Promise<unknown> = Promise.resolve();

  get events(): readonly OutgoingEvent[] {
    return this.state.events;
  }

  run<T>(tenantId: string, work: (tx: ConsentTx) => Promise<T>): Promise<T> {
    return this.once((state) => work(transaction(state, tenantId)));
  }

  runAcrossTenants<T>(work: (tx: ConsentTx) => Promise<T>): Promise<T> {
    return this.once((state) => work(transaction(state, null)));
  }

  private once<T>(work: (state: State) => Promise<T>): Promise<T> {
    const result = this.turn.then(async () => {
      const draft = structuredClone(this.state);
      const value = await work(draft);
      this.state = draft;
      return value;
    });
    this.turn = result.catch(() => undefined);
    return result;
  }
}

function transaction(state: State, tenantId: string | null): ConsentTx {
  const own = <T extends { tenantId: string }>(rows: T[]): T[] => rows.filter((row) => row.tenantId === tenantId);
  const tenant = tenantId ?? '';
  const put = <T extends { tenantId: string }>(rows: T[], row: T, same: (other: T) => boolean): void => {
    const at = rows.findIndex((other) => other.tenantId === row.tenantId && same(other));
    if (at < 0) rows.push(row);
    else rows[at] = row;
  };
  return {
    consents: {
      find: async (resourceId) => own(state.consents).find((each) => each.resourceId === resourceId) ?? null,
      byGrant: async (grantId) => own(state.consents).filter((each) => each.grantId === grantId),
      save: async (consent) => {
        const before = own(state.consents).find((each) => each.resourceId === consent.resourceId);
        if (before && before.version !== consent.version - 1)
          throw new DomainError('stale', 'consent/changed-meanwhile', '');
        put(state.consents, { ...consent, tenantId: tenant }, (each) => each.resourceId === consent.resourceId);
      },
    },
    requests: {
      lockByState: async (hash) => own(state.requests).find((each) => each.stateHash === hash) ?? null,
      add: async (request) => void state.requests.push({ ...request, tenantId: tenant }),
      setStatus: async (id, status) => {
        state.requests = state.requests.map((each) =>
          each.tenantId === tenant && each.id === id ? { ...each, status } : each,
        );
      },
      latest: async (resourceId) =>
        own(state.requests).findLast((each) => each.resourceId === resourceId && each.status !== 'offered') ?? null,
      cancelOpen: async (resourceId) => {
        const open = own(state.requests).filter((each) => each.resourceId === resourceId && isOpen(each));
        state.requests = state.requests.map((each) => (open.includes(each) ? { ...each, status: 'cancelled' } : each));
        return open.length;
      },
      deleteBefore: async (instant) => {
        state.requests = state.requests.filter((each) => each.tenantId !== tenant || each.createdAt >= instant);
      },
    },
    grants: {
      lockAccount: async (hash) => own(state.grants).find((each) => each.accountHash === hash) ?? null,
      lock: async (id) => own(state.grants).find((each) => each.id === id) ?? null,
      find: async (id) => own(state.grants).find((each) => each.id === id) ?? null,
      save: async (grant) => put(state.grants, { ...grant, tenantId: tenant }, (each) => each.id === grant.id),
      delete: async ({ id }) => {
        state.grants = state.grants.filter((each) => each.tenantId !== tenant || each.id !== id);
      },
      sealedOtherwise: async (keyId, limit) =>
        own(state.grants)
          .filter((each) => keyOf(each.refreshToken) !== keyId)
          .slice(0, limit),
      reseal: async (before, sealed) =>
        put(state.grants, { ...before, ...sealed, tenantId: tenant }, (each) => each.id === before.id),
    },
    revocations: {
      add: async (revocation, due) => void state.revocations.push({ ...revocation, attempts: 0, due }),
      take: async (now, leaseUntil) => {
        const next = state.revocations.find((each) => each.due <= now);
        if (next) next.due = leaseUntil;
        return next ?? null;
      },
      postpone: async ({ id, attempts }, due) => {
        state.revocations = state.revocations.map((each) =>
          each.id === id ? { ...each, attempts: attempts + 1, due } : each,
        );
      },
      remove: async ({ id }) => {
        state.revocations = state.revocations.filter((each) => each.id !== id);
      },
      accountInUse: async (hash) => state.grants.some((each) => each.accountHash === hash),
      tenantsWithGrants: async () => [...new Set(state.grants.map((each) => each.tenantId))],
      sealedOtherwise: async (keyId) => state.revocations.filter((each) => keyOf(each.refreshToken) !== keyId),
      reseal: async ({ id }, refreshToken) => {
        state.revocations = state.revocations.map((each) => (each.id === id ? { ...each, refreshToken } : each));
      },
    },
    createdCalendars: {
      add: async (accountHash, id) => void state.calendars.push({ tenantId: tenant, accountHash, id }),
      ids: async (hash) =>
        new Set(
          own(state.calendars)
            .filter((each) => each.accountHash === hash)
            .map(({ id }) => id),
        ),
    },
    outbox: { append: async (event) => void state.events.push(event) },
    inbox: {
      admit: () => Promise.resolve('new'),
      park: () => Promise.resolve(),
      takeParked: () => Promise.resolve(null),
      settleParked: () => Promise.resolve(),
      purge: () => Promise.resolve(0),
    },
  };
}
