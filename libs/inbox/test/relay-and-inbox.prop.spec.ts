import fc from 'fast-check';
import { Process, tenantId, topic, uuid, World, type Fate, type Whose } from './world';

/** What may go wrong in one run; when a list is used up, all goes well. */
interface Chaos {
  readonly versionsOf: number[];
  readonly fates: Record<Whose, Fate[]>;
  readonly leaseLosses: number;
  readonly rebalances: number;
  readonly rewinds: number;
  readonly deaths: number;
  readonly poisoned: number | null;
}

const fates = fc.array(fc.constantFrom<Fate>('answered', 'refused', 'unanswered'), { maxLength: 10 });
const chaos: fc.Arbitrary<Chaos> = fc.record({
  versionsOf: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  fates: fc.record({ writer: fates, relay: fates, inbox: fates }),
  leaseLosses: fc.integer({ min: 0, max: 3 }),
  rebalances: fc.integer({ min: 0, max: 3 }),
  rewinds: fc.integer({ min: 0, max: 2 }),
  deaths: fc.integer({ min: 0, max: 2 }),
  poisoned: fc.option(fc.integer({ min: 0, max: 3 })),
});

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Faults are over: everything runs until nothing moves any more. */
async function settle(world: World, processes: readonly Process[]): Promise<void> {
  for (let rounds = 0; rounds < 3 || !world.isQuiet(processes); rounds += 1) {
    expect(rounds).toBeLessThan(50);
    world.pass(11_000);
    for (const process of processes) await process.work();
  }
}

it('I3 I4: relay and inbox apply each version once and in order, whatever is lost, repeated, interleaved, killed or parked', () =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), chaos, async (scheduler, plan) => {
      let isChaotic = true;
      const left = { writer: [...plan.fates.writer], relay: [...plan.fates.relay], inbox: [...plan.fates.inbox] };
      const turn = (): Promise<unknown> => (isChaotic ? scheduler.schedule(Promise.resolve()) : Promise.resolve());
      const fate = (whose: Whose): Fate => (isChaotic ? left[whose].shift() : undefined) ?? 'answered';
      const world = new World({ turn, fate, poisoned: plan.poisoned });
      const replicas = [1, 2].map((n) => new Process(world, `relay-${n}`));

      const writer = async (): Promise<void> => {
        const process = new Process(world, 'writer');
        for (const version of upTo(5))
          for (const [aggregate, count] of plan.versionsOf.entries())
            if (version <= count) await process.write(aggregate, version);
      };
      const life = async (process: Process): Promise<void> => {
        for (let time = 0; time < 4; time += 1) {
          await process.work();
          await turn();
        }
      };
      /** When a process dies, another takes its place. */
      const replica = async (index: number): Promise<void> => {
        for (let process: Process | undefined; process !== replicas[index];) {
          process = replicas[index]!;
          await Promise.race([life(process), process.death]);
        }
      };
      let killed = 0;
      const kill = (): void => {
        replicas[killed % 2]!.die();
        replicas[killed % 2] = new Process(world, `relay-${(killed += 1) + 2}`);
      };
      const disturb = async (times: number, action: () => void): Promise<void> => {
        for (let time = 0; time < times; time += 1) {
          for (let turns = 0; turns < 10; turns += 1) await turn();
          action();
        }
      };
      await scheduler.waitFor(
        Promise.all([
          writer(),
          replica(0),
          replica(1),
          disturb(plan.deaths, kill),
          disturb(plan.leaseLosses, () => world.pass(11_000)),
          disturb(plan.rebalances, () => world.rebalance()),
          disturb(plan.rewinds, () => world.rewind(2)),
        ]),
      );
      isChaotic = false;
      await settle(world, replicas);

      const isPoisoned = (aggregate: number): boolean =>
        aggregate === plan.poisoned && plan.versionsOf[aggregate]! >= 2;
      plan.versionsOf.forEach((count, aggregate) => {
        expect(world.versionsApplied(aggregate)).toEqual(isPoisoned(aggregate) ? [1] : upTo(count));
      });
      const waiting = plan.versionsOf.flatMap((count, aggregate) =>
        isPoisoned(aggregate) ? upTo(count).slice(1) : [],
      );
      expect(world.versionsParked()).toEqual(waiting);

      world.isMended = true;
      if (plan.poisoned !== null) {
        const aggregateId = uuid(plan.poisoned);
        expect(await replicas[0]!.applier.replayParked({ tenantId, topic, aggregateId }, 'ops')).toEqual({
          replayed: waiting.length,
        });
      }
      world.rewind(Infinity);
      await settle(world, replicas);
      plan.versionsOf.forEach((count, aggregate) => expect(world.versionsApplied(aggregate)).toEqual(upTo(count)));
    }),
    { numRuns: 300 },
  ));
