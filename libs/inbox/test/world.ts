import { create } from '@bufbuild/protobuf';
import { BranchChangedSchema, topics } from '@kalends/contracts';
import type { Consumer } from '@kalends/kafka';
import { DomainError, silentLog, type Clock } from '@kalends/kernel';
import { MemoryBus, MemoryDatabase, MemoryUnitOfWork, table, type Gate, type MemorySession } from '@kalends/memory';
import { OutboxRelay } from '@kalends/outbox';
import { MemoryOutbox, MemoryOutboxStore, oldestUnsent } from '@kalends/outbox/memory';
import { EventApplier, InboxConsumer } from '../src';
import { MemoryInbox, parkedEventTable } from '../src/memory';

export const tenantId = '018f0000-0000-7000-8000-000000000001';
export const topic = topics.branchChanged.name;
export const uuid = (n: number): string => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** How a call ends: as it should, without its effect, or with its effect and no answer. */
export type Fate = 'answered' | 'refused' | 'unanswered';
/** Whose commit or send it is. */
export type Whose = 'writer' | 'relay' | 'inbox';

interface Effect {
  readonly seq: number;
  readonly aggregateId: string;
  readonly version: number;
}
/** A consumer's own table; nothing in it stops an effect from happening twice or out of order. */
const effectTable = table<Effect>({ name: 'effect', tenant: () => tenantId, key: (row) => String(row.seq) });

interface Tx {
  readonly session: MemorySession;
  readonly outbox: MemoryOutbox;
  readonly inbox: MemoryInbox;
}

interface Rules {
  /** Resolves when it is somebody's turn. */
  readonly turn: () => Promise<unknown>;
  readonly fate: (whose: Whose) => Fate;
  /** Index of an aggregate whose version 2 no handler can apply until somebody mends it. */
  readonly poisoned: number | null;
}

const group = 'probe';

/** Writers, relays and consumers on one database and one bus, in virtual time. */
export class World {
  readonly database = new MemoryDatabase();
  readonly bus = new MemoryBus([topics.branchChanged]);
  readonly clock: Clock = { now: () => new Date(this.now) };
  isMended = false;
  private now = Date.UTC(2026, 10, 21);

  constructor(readonly rules: Rules) {}

  pass(ms: number): void {
    this.now += ms;
  }

  rewind(records: number): void {
    this.bus.rewind(group, records);
  }

  rebalance(): void {
    this.bus.rebalance(group);
  }

  /** Nothing waits for a relay or for a consumer of these processes. */
  isQuiet(processes: readonly Process[]): boolean {
    return (
      oldestUnsent(this.database) === null && processes.every((process) => this.bus.nextAt(group, process) === null)
    );
  }

  versionsApplied(aggregate: number): number[] {
    return this.database
      .rows(effectTable)
      .toSorted((a, b) => a.seq - b.seq)
      .filter(({ aggregateId }) => aggregateId === uuid(aggregate))
      .map(({ version }) => version);
  }

  versionsParked(): number[] {
    return this.database
      .rows(parkedEventTable)
      .filter(({ replayedAt }) => replayedAt === null)
      .map(({ event }) => event.meta.version)
      .sort((a, b) => a - b);
  }
}

/** A process that relays and consumes. Once it is dead, nothing that it has asked for is ever answered. */
export class Process {
  readonly death: Promise<void>;
  readonly applier: EventApplier<Tx>;
  private readonly relay: OutboxRelay;
  private readonly consumer: InboxConsumer<Tx>;
  private readonly source: Consumer;
  private readonly unitOfWork: MemoryUnitOfWork<Tx>;
  private joined: Promise<void> | undefined;
  private isDead = false;
  private tellDeath: () => void = () => {};

  constructor(
    private readonly world: World,
    name: string,
  ) {
    const { database, bus, clock } = world;
    this.death = new Promise((resolve) => (this.tellDeath = resolve));
    this.unitOfWork = new MemoryUnitOfWork<Tx>(
      database,
      (session) => ({
        session,
        outbox: new MemoryOutbox(session, clock),
        inbox: new MemoryInbox(session, group, clock),
      }),
      this.gateOf(name === 'writer' ? 'writer' : 'inbox'),
      this,
    );
    const gate = this.gateOf('relay');
    const store = new MemoryOutboxStore(new MemoryUnitOfWork(database, (session) => session, gate, this), clock);
    const parts = { clock, randomness: { fraction: () => 0.5, token: () => '' }, log: silentLog };
    this.relay = new OutboxRelay({ ...parts, store, producer: bus.producer(gate), ids: { next: () => name } });
    const timer = { after: () => () => {} };
    this.applier = new EventApplier(['branchChanged'], { branchChanged: this }, this.unitOfWork, timer);
    this.source = bus.consumer({ group, topics: [topic] }, { gate, owner: this, clock });
    this.consumer = new InboxConsumer({ ...parts, name: group, source: this.source, applier: this.applier });
  }

  async handle(_event: unknown, { aggregateId, version }: Omit<Effect, 'seq'>, { session }: Tx): Promise<void> {
    const { isMended, rules } = this.world;
    if (!isMended && version === 2 && aggregateId === uuid(rules.poisoned ?? -1))
      throw new DomainError('invalid', 'branch/nonsense', 'It makes no sense.');
    await session.query('effect', (view) =>
      view.insert(effectTable, { seq: view.next('effect_seq'), aggregateId, version }),
    );
  }

  /** Its relay and two lanes of its consumer do what is due. */
  async work(): Promise<void> {
    await (this.joined ??= this.source.start(() => {}));
    const { relay, consumer } = this;
    await Promise.all([relay, consumer, consumer].map((part) => part.processAll().catch(() => 0)));
  }

  /** One aggregate's writer, who holds it while it writes: sequence order is then the order of versions. */
  async write(aggregate: number, version: number): Promise<void> {
    const payload = create(BranchChangedSchema, { eventId: uuid(1_000 + aggregate * 100 + version) });
    const event = { name: 'branchChanged' as const, tenantId, aggregateId: uuid(aggregate), version, payload };
    for (;;) {
      try {
        await this.unitOfWork.run(tenantId, async ({ session, outbox }) => {
          await session.query('lock', (view) => view.lockName(uuid(aggregate)));
          await outbox.append(event);
        });
        return;
      } catch (error) {
        if ((error as { constraint?: string }).constraint !== undefined) return; // it was written, unanswered
      }
    }
  }

  die(): void {
    this.isDead = true;
    this.world.database.disconnect(this);
    this.world.bus.disconnect(this);
    this.tellDeath();
  }

  private gateOf(whose: Whose): Gate {
    return {
      pass: async (call, effect) => {
        await this.turn();
        const fate = call === 'commit' || call === 'bus.send' ? this.world.rules.fate(whose) : 'answered';
        const lost = new DomainError('unavailable', 'somebody/silent', 'There was no answer.');
        if (fate === 'refused') throw lost;
        const result = effect();
        await this.turn();
        if (fate === 'unanswered') throw lost;
        return result;
      },
    };
  }

  private async turn(): Promise<void> {
    await this.world.rules.turn();
    if (this.isDead) await new Promise(() => {});
  }
}
