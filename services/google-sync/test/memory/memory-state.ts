import type { EventMeta } from '@kalends/inbox';
import type { OutgoingEvent } from '@kalends/outbox';
import type { ClaimedJob } from '../../src/job/app/job-store';
import type { AuditEntry } from '../../src/link/app/audit-store';
import type { CalendarLink } from '../../src/link/domain/calendar-link';
import type { Mapping } from '../../src/mapping/domain/mapping';
import type { WorkRequest } from '../../src/outward/app/work-store';
import type { Channel } from '../../src/watch/app/channel-store';

export interface Lease {
  token: string | null;
  leaseUntil: Date | null;
  dueAt: Date;
  news: number;
  attempts: number;
}
export type WorkRow = Omit<WorkRequest, 'now' | 'dueAt'> & Lease & { since: Date };
export type JobRow = Pick<ClaimedJob, 'tenantId' | 'linkId' | 'job'> & Lease & { grantId: string };
export type MappingRow = Mapping & { tenantId: string };
export interface BudgetRow {
  tenantId: string;
  grantId: string;
  servedAt: number;
  blockedUntil: Date | null;
  strikes: number;
}

/** Rows of one tenant, or of all in the scope of queues. */
export type Visible = <R extends { tenantId: string }>(rows: readonly R[]) => R[];

/** All rows of google-sync in one process; values are replaced and never changed in place, so a copy of the lists is a snapshot. */
export interface MemoryState {
  links: readonly (CalendarLink & { syncToken: string | null })[];
  mappings: readonly MappingRow[];
  work: readonly WorkRow[];
  jobs: readonly JobRow[];
  channels: readonly Channel[];
  budgets: readonly BudgetRow[];
  audit: readonly AuditEntry[];
  events: readonly OutgoingEvent[];
  inbox: readonly EventMeta[];
}

export const emptyState = (): MemoryState => ({
  links: [],
  mappings: [],
  work: [],
  jobs: [],
  channels: [],
  budgets: [],
  audit: [],
  events: [],
  inbox: [],
});
