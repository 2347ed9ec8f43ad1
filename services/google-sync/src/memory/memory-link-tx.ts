import { MemoryInbox } from '@kalends/inbox/memory';
import type { Clock } from '@kalends/kernel';
import type { MemorySession } from '@kalends/memory';
import { MemoryOutbox } from '@kalends/outbox/memory';
import { consumerName } from '../consumer';
import type { LinkTx } from '../link/app/link-tx';
import { MemoryBudgetStore } from './memory-budget-store';
import { MemoryChannelStore } from './memory-channel-store';
import { MemoryFormerEvents } from './memory-former-events';
import { MemoryJobStore } from './memory-job-store';
import { MemoryLinkedEvents, MemoryLinkReader } from './memory-link-reader';
import { MemoryAuditStore, MemoryConfirmationStore, MemoryDisconnectOrderStore } from './memory-link-records';
import { MemoryLinkStore } from './memory-link-store';
import { MemoryMappingStore } from './memory-mapping-store';
import { MemoryWorkStore } from './memory-work-store';

/** Binds the stores to one transaction. */
export const memoryLinkTx =
  (clock: Clock) =>
  (session: MemorySession): LinkTx => ({
    links: new MemoryLinkStore(session),
    mappings: new MemoryMappingStore(session),
    formerEvents: new MemoryFormerEvents(session),
    work: new MemoryWorkStore(session),
    jobs: new MemoryJobStore(session),
    channels: new MemoryChannelStore(session),
    budgets: new MemoryBudgetStore(session),
    audit: new MemoryAuditStore(session),
    inbox: new MemoryInbox(session, consumerName, clock),
    outbox: new MemoryOutbox(session, clock),
    confirmations: new MemoryConfirmationStore(session),
    disconnects: new MemoryDisconnectOrderStore(session),
    linkedEvents: new MemoryLinkedEvents(session),
    linkReader: new MemoryLinkReader(session),
  });
