import { TokenBrokerService, type SchedulingService } from '@kalends/contracts';
import { EventApplier, handlersOf, InboxConsumer } from '@kalends/inbox';
import {
  MemoryUnitOfWork,
  type MemoryDatabase,
  type MemoryProcess,
  type MemorySession,
  type DuePart,
} from '@kalends/memory';
import { OutboxRelay } from '@kalends/outbox';
import { MemoryOutboxStore, oldestUnsent } from '@kalends/outbox/memory';
import { RpcResources } from '@kalends/resources';
import { inProcessClient, type InProcessCaller, type RpcClient } from '@kalends/rpc';
import { consentParts, type ConsentPorts } from '../consent-parts';
import type { ConsentTx } from '../consent/app/consent-tx';
import { OnCalendarLinkChanged } from '../consent/edge/on-calendar-link-changed';
import { OnResourceChanged } from '../consent/edge/on-resource-changed';
import { heardEvents, serviceName } from '../service-name';
import { silentSignals } from '../signals';
import { TokenBrokerController } from '../token-broker/edge/token-broker.controller';
import { memoryConsentTx } from './memory-consent-tx';
import { revocations } from './tables';

/** What the process reaches beside its own database and bus. */
export interface OauthConsentPorts extends Pick<ConsentPorts, 'google' | 'googleCalendars' | 'vault' | 'clientId'> {
  readonly scheduling: RpcClient<typeof SchedulingService>;
}

/** One process of oauth-consent in memory, put together as in production; it does nothing by itself. */
export function oauthConsentProcess(process: MemoryProcess, ports: OauthConsentPorts) {
  const { database, gate, clock, ids, randomness, log, timer } = process;
  const unitOfWork = new MemoryUnitOfWork<ConsentTx>(database, memoryConsentTx(clock), gate);
  const parts = consentParts({
    ...{ ...ports, unitOfWork, clock, ids, randomness, log, signals: silentSignals },
    resources: new RpcResources(ports.scheduling),
  });

  const sessions = new MemoryUnitOfWork<MemorySession>(database, (session) => session, gate);
  const store = new MemoryOutboxStore(sessions, clock);
  const relay = new OutboxRelay({ store, producer: process.producer, clock, ids, randomness, log });

  const { withdrawConsent } = parts;
  const handlers = handlersOf<ConsentTx>(
    new OnCalendarLinkChanged(withdrawConsent),
    new OnResourceChanged(withdrawConsent),
  );
  const applier = new EventApplier<ConsentTx>(heardEvents, handlers, unitOfWork, timer);
  const source = process.consumer({ group: serviceName, topics: applier.topics });
  const inbox = new InboxConsumer<ConsentTx>({ name: serviceName, source, applier, clock, randomness, log });

  const working: readonly DuePart[] = [
    {
      name: parts.revocations.name,
      due: () => revocationsDueAt(database),
      run: () => parts.revocations.processAll(),
    },
    { name: relay.name, due: () => oldestUnsent(database)?.getTime() ?? null, run: () => relay.processAll() },
  ];
  return {
    ...parts,
    /** What answers google-sync. */
    rpc: new TokenBrokerController(parts.accessTokens, parts.accountCalendars),
    relay,
    inbox,
    applier,
    /** Of the bus: `source.start` joins the group, `inbox.processAll` works off what has come. */
    source,
    unitOfWork,
    parts: working,
  };
}

export type OauthConsentProcess = ReturnType<typeof oauthConsentProcess>;

/**
 * Calls the token broker from another process without a network.
 * @param peer the process that a call reaches; may throw when there is none
 */
export const rpcClientTo = (
  peer: () => Pick<OauthConsentProcess, 'rpc'>,
  caller: InProcessCaller,
): RpcClient<typeof TokenBrokerService> =>
  inProcessClient(
    TokenBrokerService,
    serviceName,
    {
      getAccessToken: (request) => peer().rpc.getAccessToken(request),
      reportRejectedToken: (request) => peer().rpc.reportRejectedToken(request),
      getCalendar: (request) => peer().rpc.getCalendar(request),
      createCalendar: (request) => peer().rpc.createCalendar(request),
    },
    caller,
  );

/** Epoch milliseconds from which a token is to be given back; null: none waits. */
export function revocationsDueAt(database: MemoryDatabase): number | null {
  let due = Infinity;
  for (const { dueAt } of database.rows(revocations)) due = Math.min(due, dueAt.getTime());
  return due === Infinity ? null : due;
}
