import { table } from '@kalends/memory';
import type { TraceHeaders } from '@kalends/telemetry';
import type { ClaimedJob } from '../job/app/job-store';
import type { AuditEntry } from '../link/app/audit-store';
import type { DisconnectOrder } from '../link/app/disconnect-order-store';
import type { CalendarLink } from '../link/domain/calendar-link';
import type { Confirmation } from '../link/domain/confirmation';
import type { Mapping } from '../mapping/domain/mapping';
import type { WorkRequest } from '../outward/app/work-store';
import type { Channel } from '../watch/app/channel-store';

/** When a row can be taken, and who has it. */
export interface Leased {
  readonly dueAt: Date;
  readonly news: number;
  readonly attempts: number;
  readonly token: string | null;
  readonly leaseUntil: Date | null;
}

export type Owned<T> = T & { readonly tenantId: string };
export type MappingRow = Owned<Mapping>;
export type WorkRow = Omit<WorkRequest, 'now' | 'dueAt'> &
  Leased & { readonly since: Date; readonly trace: TraceHeaders };
export type JobRow = Pick<ClaimedJob, 'tenantId' | 'linkId' | 'job'> & Leased & { readonly grantId: string };

export interface BudgetRow {
  readonly tenantId: string;
  readonly grantId: string;
  /** Epoch milliseconds; -Infinity: never. */
  readonly servedAt: number;
  readonly blockedUntil: Date | null;
  readonly strikes: number;
}

const tenant = (row: { readonly tenantId: string }): string => row.tenantId;
const unlessGone = (link: CalendarLink, value: string): string | null =>
  link.state === 'gone' ? null : `${link.tenantId}/${value}`;

export const keyOf = (tenantId: string, ...parts: readonly string[]): string => `${tenantId}/${parts.join('/')}`;

export const links = table<CalendarLink>({
  name: 'calendar_links',
  tenant,
  key: ({ tenantId, id }) => keyOf(tenantId, id),
  unique: {
    calendar_links_one_per_resource: (link) => unlessGone(link, link.resourceId),
    calendar_links_one_per_calendar: (link) => unlessGone(link, link.calendarId),
  },
});

export const mappings = table<MappingRow>({
  name: 'mappings',
  tenant,
  key: ({ tenantId, linkId, appointmentId }) => keyOf(tenantId, linkId, appointmentId),
  unique: { mappings_one_per_event: ({ tenantId, linkId, eventId }) => keyOf(tenantId, linkId, eventId) },
});

export const formerEvents = table<
  Owned<{ readonly calendarId: string; readonly eventId: string; readonly appointmentId: string }>
>({
  name: 'former_events',
  tenant,
  key: ({ tenantId, calendarId, eventId }) => keyOf(tenantId, calendarId, eventId),
});

export const audit = table<AuditEntry>({
  name: 'calendar_audit',
  tenant,
  key: ({ tenantId, id }) => keyOf(tenantId, id),
});

export const confirmations = table<Owned<Confirmation>>({
  name: 'confirmations',
  tenant,
  key: ({ tenantId, digest }) => keyOf(tenantId, digest.toString('hex')),
});

export const disconnects = table<Owned<DisconnectOrder>>({
  name: 'disconnect_orders',
  tenant,
  key: ({ tenantId, linkId }) => keyOf(tenantId, linkId),
});

export const work = table<WorkRow>({
  name: 'outward_work',
  isQueue: true,
  tenant,
  key: ({ tenantId, linkId, appointmentId }) => keyOf(tenantId, linkId, appointmentId),
});

export const jobs = table<JobRow>({
  name: 'link_jobs',
  isQueue: true,
  tenant,
  key: ({ tenantId, linkId, job }) => keyOf(tenantId, linkId, job),
});

export const budgets = table<BudgetRow>({
  name: 'google_budgets',
  isQueue: true,
  tenant,
  key: ({ tenantId, grantId }) => keyOf(tenantId, grantId),
});

export const channels = table<Channel>({
  name: 'channels',
  isQueue: true,
  tenant,
  key: ({ tenantId, id }) => keyOf(tenantId, id),
});
