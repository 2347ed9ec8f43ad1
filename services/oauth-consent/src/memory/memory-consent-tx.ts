import { MemoryInbox } from '@kalends/inbox/memory';
import type { Clock } from '@kalends/kernel';
import type { MemorySession } from '@kalends/memory';
import { MemoryOutbox } from '@kalends/outbox/memory';
import type { ConsentTx } from '../consent/app/consent-tx';
import { serviceName } from '../service-name';
import { MemoryConsentRequestStore } from './memory-consent-request-store';
import { MemoryConsentStore } from './memory-consent-store';
import { MemoryCreatedCalendarStore } from './memory-created-calendar-store';
import { MemoryGrantStore } from './memory-grant-store';
import { MemoryRevocationQueue } from './memory-revocation-queue';

/** Binds the stores to one transaction. */
export const memoryConsentTx =
  (clock: Clock) =>
  (session: MemorySession): ConsentTx => ({
    consents: new MemoryConsentStore(session),
    requests: new MemoryConsentRequestStore(session),
    grants: new MemoryGrantStore(session),
    revocations: new MemoryRevocationQueue(session),
    createdCalendars: new MemoryCreatedCalendarStore(session),
    outbox: new MemoryOutbox(session, clock),
    inbox: new MemoryInbox(session, serviceName, clock),
  });
