import type { UnitOfWork } from '@kalends/kernel';
import type { LinkTx } from '../../src/link/app/link-tx';
import type { CalendarLink } from '../../src/link/domain/calendar-link';
import type { Mapping, Place } from '../../src/mapping/domain/mapping';
import { priority, type WorkRequest } from '../../src/outward/app/work-store';

export interface StoresUnderTest {
  /** On empty tables. */
  readonly unitOfWork: UnitOfWork<LinkTx>;
  /** Resolves once as many transactions wait for another one's end as can be. */
  untilSomebodyWaits(): Promise<void>;
}

export const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const [tenant, other] = [id(901), id(902)];
export const [link, grantA, grantB] = [id(1), id(2), id(3)];
export const noon = new Date('2026-11-21T12:00:00Z');
export const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);

export const aLink: Omit<CalendarLink, 'version'> = {
  tenantId: tenant,
  id: link,
  resourceId: id(10),
  branchId: id(11),
  grantId: grantA,
  calendarId: 'work@group',
  calendarSummary: 'Work',
  calendarTimeZone: 'Europe/Berlin',
  createdByKalends: true,
  mode: 'two-way',
  state: 'linking',
  reason: null,
  syncFrom: noon,
  syncToken: null,
  toExport: null,
  deletionsApproved: false,
  lastSuccessAt: null,
  createdAt: noon,
};

/** Another resource's link with another calendar. */
export const anotherLink = (n: number): Omit<CalendarLink, 'version'> => ({
  ...aLink,
  id: id(n),
  resourceId: id(n + 1),
  calendarId: `${n}@group`,
});

export const aMapping = (n: number, change: Partial<Mapping> = {}): Mapping => ({
  ...{ linkId: link, appointmentId: id(n), eventId: `e${n}`, ours: null, google: { is: 'absent' } },
  ...{ sent: null, revision: 1, touchedAt: noon },
  ...change,
});

/** An event that Google does not have. */
export const nowhere = (eventId: string): Place => ({ eventId, google: { is: 'absent' } });

export const someWork = (n: number, change: Partial<WorkRequest> = {}): WorkRequest => ({
  ...{ tenantId: tenant, linkId: link, appointmentId: id(n), grantId: grantA, initial: false },
  ...{ priority: priority.interactive, now: noon, dueAt: noon },
  ...change,
});

export const aPull = { tenantId: tenant, linkId: link, grantId: grantA, job: 'pull', dueAt: noon } as const;

let tokens = 100;
/** How a worker claims at `now`. */
export const claimAt = (now: Date) => ({
  now,
  leaseUntil: new Date(now.getTime() + 60_000),
  token: id((tokens += 1)),
  perGrant: 3,
});
