import { PgInbox } from '@kalends/inbox';
import { PgOutbox } from '@kalends/outbox';
import type { SqlSession } from '@kalends/persistence';
import { PostgresJobStore } from './job/infra/postgres-job-store';
import { PostgresAuditStore } from './link/infra/postgres-audit-store';
import { PostgresLinkStore } from './link/infra/postgres-link-store';
import { PostgresFormerEvents } from './mapping/infra/postgres-former-events';
import { PostgresMappingStore } from './mapping/infra/postgres-mapping-store';
import { PostgresBudgetStore } from './outward/infra/postgres-budget-store';
import { PostgresWorkStore } from './outward/infra/postgres-work-store';
import { consumerName } from './consumer';
import type { SyncTx } from './sync-tx';
import { PostgresChannelStore } from './watch/infra/postgres-channel-store';

/** Whom to wake, in this process, once a transaction has committed. */
export interface Nudges {
  readonly work: () => void;
  readonly jobs: () => void;
  readonly outbox: () => void;
}

/** Binds the stores to one transaction. */
export const postgresSyncTx =
  (nudges: Nudges) =>
  (session: SqlSession): SyncTx => ({
    links: new PostgresLinkStore(session),
    mappings: new PostgresMappingStore(session),
    formerEvents: new PostgresFormerEvents(session),
    work: new PostgresWorkStore(session, nudges.work),
    jobs: new PostgresJobStore(session, nudges.jobs),
    channels: new PostgresChannelStore(session, nudges.jobs),
    budgets: new PostgresBudgetStore(session),
    audit: new PostgresAuditStore(session),
    inbox: new PgInbox(session, consumerName),
    outbox: new PgOutbox(session, nudges.outbox),
  });
