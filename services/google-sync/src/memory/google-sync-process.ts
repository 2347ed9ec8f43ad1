import { EventApplier, handlersOf, InboxConsumer } from '@kalends/inbox';
import { MemoryUnitOfWork, type MemoryProcess, type MemorySession, type DuePart } from '@kalends/memory';
import { OutboxRelay, type OutboxStore } from '@kalends/outbox';
import { MemoryOutboxStore, oldestUnsent } from '@kalends/outbox/memory';
import { composeSync, type SyncPorts } from '../compose-sync';
import { consumerName, heardEvents } from '../consumer';
import { keepEveryMs } from '../lease-keeper';
import type { LinkTx } from '../link/app/link-tx';
import { OnSwitchesChanged } from '../link/edge/on-switches-changed';
import { perGrant } from '../outward/app/outward-worker';
import { OnAppointmentChanged } from '../outward/edge/on-appointment-changed';
import { silentSignals } from '../signals';
import { jobsDueAt, workDueAt } from './due';
import { memoryLinkTx } from './memory-link-tx';

/** What the process reaches beside its own database and bus. */
export interface GoogleSyncPorts extends Pick<SyncPorts, 'google' | 'remover' | 'scheduling' | 'broker' | 'settings'> {
  /** To stand before the stores of each transaction, or of the relay, and do something else than they do. */
  readonly wrapTx?: (tx: LinkTx) => LinkTx;
  readonly wrapOutboxStore?: (store: OutboxStore) => OutboxStore;
}

/** One process of google-sync in memory, put together as in production; it does nothing by itself. */
export function googleSyncProcess(process: MemoryProcess, ports: GoogleSyncPorts) {
  const { database, gate, clock, ids, randomness, log, timer } = process;
  const { wrapTx = (tx) => tx, wrapOutboxStore = (store) => store } = ports;
  const bind = memoryLinkTx(clock);
  const unitOfWork = new MemoryUnitOfWork<LinkTx>(database, (session) => wrapTx(bind(session)), gate);
  const signals = silentSignals;
  const { engine, links } = composeSync({ ...ports, unitOfWork, clock, ids, randomness, log, signals });

  const sessions = new MemoryUnitOfWork<MemorySession>(database, (session) => session, gate);
  const store = wrapOutboxStore(new MemoryOutboxStore(sessions, clock));
  const relay = new OutboxRelay({ store, producer: process.producer, clock, ids, randomness, log });

  const handlers = handlersOf<LinkTx>(new OnAppointmentChanged(engine.hear), new OnSwitchesChanged(engine.follow));
  const applier = new EventApplier<LinkTx>(heardEvents, handlers, unitOfWork, timer);
  const source = process.consumer({ group: consumerName, topics: applier.topics });
  const inbox = new InboxConsumer<LinkTx>({ name: consumerName, source, applier, clock, randomness, log });

  const { outward, jobs, leases } = engine;
  const now = (): number => clock.now().getTime();
  let heldSince: number | null = null;
  const parts: readonly DuePart[] = [
    { name: 'outward', due: () => workDueAt(database, now(), perGrant), run: () => outward.step() },
    { name: 'jobs', due: () => jobsDueAt(database), run: () => jobs.step() },
    { name: relay.name, due: () => oldestUnsent(database)?.getTime() ?? null, run: () => relay.processAll() },
    {
      name: 'leases',
      due: () => {
        heldSince = leases.isHolding ? (heldSince ?? now()) : null;
        return heldSince === null ? null : heldSince + keepEveryMs;
      },
      run: () => {
        heldSince = null;
        return leases.step();
      },
    },
  ];
  return {
    engine,
    links,
    pushes: engine.pushes,
    relay,
    inbox,
    applier,
    /** Of the bus: `source.start` joins the group, `inbox.processAll` works off what has come. */
    source,
    unitOfWork,
    parts,
  };
}

export type GoogleSyncProcess = ReturnType<typeof googleSyncProcess>;
