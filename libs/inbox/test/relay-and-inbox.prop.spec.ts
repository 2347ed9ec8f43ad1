import { create, toBinary } from '@bufbuild/protobuf';
import { BranchChangedSchema, topics } from '@kalends/contracts';
import { DomainError, silentLog, systemTimer, type Clock } from '@kalends/kernel';
import { OutboxRelay } from '@kalends/outbox';
import fc from 'fast-check';
import { EventApplier, InboxConsumer, type EventHandlers } from '../src';
import { MemoryBus, type SendFate } from './memory/memory-bus';
import { MemoryDatabase, type MemoryTx, type TransactionFate } from './memory/memory-database';
import { MemoryOutboxStore } from './memory/memory-outbox-store';

const tenantId = '018f0000-0000-7000-8000-000000000001';
const topic = topics.branchChanged.name;
const uuid = (n: number): string => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** What may go wrong in one run; when a list is used up, all goes well. */
interface Chaos {
  readonly versionsOf: number[];
  readonly transactions: TransactionFate[];
  readonly sends: SendFate[];
  readonly leaseLosses: number;
  readonly rewinds: number;
  /** Index of an aggregate whose version 2 no handler can apply until somebody mends it. */
  readonly poisoned: number | null;
}

const chaos: fc.Arbitrary<Chaos> = fc.record({
  versionsOf: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  transactions: fc.array(fc.constantFrom<TransactionFate>('commit', 'lost', 'unanswered'), { maxLength: 25 }),
  sends: fc.array(fc.constantFrom<SendFate>('acknowledged', 'refused', 'unanswered'), { maxLength: 6 }),
  leaseLosses: fc.integer({ min: 0, max: 3 }),
  rewinds: fc.integer({ min: 0, max: 2 }),
  poisoned: fc.option(fc.integer({ min: 0, max: 3 })),
});

class World {
  private now = Date.UTC(2026, 10, 21);
  private isMended = false;
  private seq = 0;
  private readonly transactionFates: TransactionFate[];
  private readonly sendFates: SendFate[];
  readonly clock: Clock = { now: () => new Date(this.now) };
  readonly database: MemoryDatabase;
  readonly bus: MemoryBus;
  readonly relays: OutboxRelay[];
  readonly consumers: InboxConsumer<MemoryTx>[];
  readonly applier: EventApplier<MemoryTx>;

  constructor(
    private readonly chaos: Chaos,
    gate: () => Promise<unknown>,
  ) {
    this.transactionFates = [...chaos.transactions];
    this.sendFates = [...chaos.sends];
    this.database = new MemoryDatabase(gate, () => this.transactionFates.shift() ?? 'commit');
    this.bus = new MemoryBus(2, gate, () => this.sendFates.shift() ?? 'acknowledged');
    const store = new MemoryOutboxStore(this.database, this.clock);
    const parts = { clock: this.clock, randomness: { fraction: () => 0.5, token: () => '' }, log: silentLog };
    this.relays = [1, 2].map(
      (n) => new OutboxRelay({ ...parts, store, producer: this.bus, ids: { next: () => `relay-${n}` } }),
    );
    this.applier = new EventApplier(['branchChanged'], this.handlers, this.database, systemTimer);
    this.consumers = [1, 2].map(() => {
      return new InboxConsumer({ ...parts, name: 'probe', source: this.bus.member(this.clock), applier: this.applier });
    });
  }

  private readonly handlers: EventHandlers<MemoryTx> = {
    branchChanged: {
      handle: (_event, { aggregateId, version }, tx) => {
        if (!this.isMended && version === 2 && aggregateId === uuid(this.chaos.poisoned ?? -1)) {
          return Promise.reject(new DomainError('invalid', 'branch/nonsense', 'It makes no sense.'));
        }
        tx.state.effects.push(`${aggregateId}:${version}`);
        return Promise.resolve();
      },
    },
  };

  pass(ms: number): void {
    this.now += ms;
  }

  mend(): void {
    this.isMended = true;
  }

  /** One aggregate's writer: its row lock makes sequence order the order of versions. */
  write(aggregate: number, version: number): void {
    const eventId = uuid(1_000 + aggregate * 100 + version);
    const payload = toBinary(BranchChangedSchema, create(BranchChangedSchema, { eventId }));
    const row = {
      seq: String((this.seq += 1)),
      eventId,
      topic,
      tenantId,
      aggregateId: uuid(aggregate),
      version,
      payload,
    };
    this.database.change((state) => void state.outbox.push({ ...row, headers: {}, sent: false }));
  }

  /** Faults are over: everything runs until nothing moves any more. */
  async settle(): Promise<void> {
    this.transactionFates.length = 0;
    this.sendFates.length = 0;
    for (let quiet = 0; quiet < 2;) {
      this.pass(11_000);
      let moved = 0;
      for (const part of [...this.relays, ...this.consumers]) moved += await part.processAll();
      quiet = moved === 0 ? quiet + 1 : 0;
    }
  }

  versionsApplied(aggregate: number): number[] {
    const prefix = `${uuid(aggregate)}:`;
    return this.database.state.effects
      .filter((effect) => effect.startsWith(prefix))
      .map((effect) => Number(effect.slice(prefix.length)));
  }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

it('I3 I4: relay and inbox apply each version once and in order, whatever is lost, repeated, interleaved or parked', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), chaos, async (scheduler, plan) => {
      let isChaotic = true;
      const gate = (): Promise<unknown> => (isChaotic ? scheduler.schedule(Promise.resolve()) : Promise.resolve());
      const world = new World(plan, gate);

      const writer = async (): Promise<void> => {
        for (const version of upTo(5)) {
          plan.versionsOf.forEach((count, aggregate) => version <= count && world.write(aggregate, version));
          await gate();
        }
      };
      const disturb = async (times: number, action: () => void): Promise<void> => {
        for (let time = 0; time < times; time += 1) {
          await gate();
          action();
        }
      };
      const tryOften = async (part: { processAll(): Promise<number> }): Promise<void> => {
        for (let time = 0; time < 4; time += 1) {
          await part.processAll().catch(() => 0);
          await gate();
        }
      };
      await scheduler.waitFor(
        Promise.all([
          writer(),
          ...[...world.relays, ...world.consumers].map(tryOften),
          disturb(plan.leaseLosses, () => world.pass(11_000)),
          disturb(plan.rewinds, () => world.bus.rewind()),
        ]),
      );
      isChaotic = false;
      await world.settle();

      const isPoisoned = (aggregate: number): boolean =>
        aggregate === plan.poisoned && plan.versionsOf[aggregate]! >= 2;
      plan.versionsOf.forEach((count, aggregate) => {
        expect(world.versionsApplied(aggregate)).toEqual(isPoisoned(aggregate) ? [1] : upTo(count));
      });
      const waiting = world.database.state.parked.map(({ meta }) => meta.version).sort((a, b) => a - b);
      expect(waiting).toEqual(
        plan.versionsOf.flatMap((count, aggregate) => (isPoisoned(aggregate) ? upTo(count).slice(1) : [])),
      );

      world.mend();
      if (plan.poisoned !== null) {
        expect(await world.applier.replayParked({ tenantId, topic, aggregateId: uuid(plan.poisoned) }, 'ops')).toEqual({
          replayed: waiting.length,
        });
      }
      world.bus.rewind();
      await world.settle();
      plan.versionsOf.forEach((count, aggregate) => expect(world.versionsApplied(aggregate)).toEqual(upTo(count)));
    }),
    { numRuns: 300 },
  ));
