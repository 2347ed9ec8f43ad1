import type { WithInbox } from '@kalends/inbox';
import type { Outbox } from '@kalends/outbox';
import type { JobStore } from './job/app/job-store';
import type { AuditStore } from './link/app/audit-store';
import type { LinkStore } from './link/app/link-store';
import type { FormerEvents } from './mapping/app/former-events';
import type { MappingStore } from './mapping/app/mapping-store';
import type { BudgetStore } from './outward/app/budget-store';
import type { WorkStore } from './outward/app/work-store';
import type { ChannelStore } from './watch/app/channel-store';

/** All that one transaction of google-sync can touch. */
export interface SyncTx extends WithInbox {
  readonly links: LinkStore;
  readonly mappings: MappingStore;
  readonly formerEvents: FormerEvents;
  readonly work: WorkStore;
  readonly jobs: JobStore;
  readonly channels: ChannelStore;
  readonly budgets: BudgetStore;
  readonly audit: AuditStore;
  readonly outbox: Outbox;
}
