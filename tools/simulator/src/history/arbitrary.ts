import fc from 'fast-check';
import type { Act, History, ServiceName } from './step';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** One of `names`, `weight` times as likely as a rare thing, with its facts drawn. */
export const act = (
  weight: number,
  names: readonly Act['do'][],
  facts: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.WeightedArbitrary<Act> => ({
  weight,
  arbitrary: fc.record({ do: fc.constantFrom(...names), ...facts }) as unknown as fc.Arbitrary<Act>,
});

export const which = fc.nat(7);
export const resource = fc.nat(2);
export const calendar = fc.constantFrom(0, 0, 0, 1, 1, 2);
export const account = fc.nat(1);
export const slot = fc.nat(19);
const anySlot = fc.nat(20);
const repeats = fc.constantFrom('once', 'once', 'once', 'once', 'weekly', 'daily');
const service = fc.constantFrom<ServiceName>('google-sync', 'google-sync', 'scheduling', 'oauth-consent');
export const when = fc.constantFrom('before' as const, 'after' as const);
const times = fc.integer({ min: 1, max: 3 });

/** What people do, the clock, and what goes wrong; common things more often than rare ones. */
const acts: readonly fc.WeightedArbitrary<Act>[] = [
  act(10, ['book'], { who: fc.constantFrom('receptionist', 'customer'), resource, also: resource, slot, repeats }),
  act(2, ['rush'], { customers: fc.integer({ min: 2, max: 5 }), resource, also: resource, slot }),
  act(8, ['move'], { item: which, slot }),
  act(2, ['move-date'], { item: which, slot }),
  act(6, ['retitle'], { item: which }),
  act(5, ['cancel', 'restore', 'complete'], { item: which }),
  act(1, ['cancel-date'], { item: which }),
  act(2, ['reassign'], { item: which, resource }),
  act(6, ['google-create'], { calendar, slot, repeats }),
  act(8, ['google-drag'], { calendar, event: which, slot: anySlot }),
  act(3, ['google-drag-date'], { calendar, event: which, slot }),
  act(9, ['google-retitle', 'google-resize'], { calendar, event: which }),
  act(6, ['google-delete', 'google-restore'], { calendar, event: which }),
  act(2, ['google-delete-date', 'google-duplicate'], { calendar, event: which }),
  act(12, ['pass'], {
    ms: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 5 * second }) },
      { weight: 3, arbitrary: fc.integer({ min: 5 * second, max: 10 * minute }) },
      { weight: 1, arbitrary: fc.integer({ min: hour, max: 3 * hour }) },
    ),
  }),
  act(5, ['die'], {
    service,
    replica: fc.nat(1),
    calls: fc.integer({ min: 1, max: 40 }),
    when,
    downMs: fc.integer({ min: 500, max: 20 * second }),
  }),
  act(2, ['freeze'], { service, replica: fc.nat(1), ms: fc.integer({ min: second, max: 40 * second }) }),
  act(4, ['google-fails'], {
    status: fc.constantFrom(401, 403, 404, 409, 410, 412, 429, 500, 503),
    when,
    times,
  }),
  act(2, ['google-breaks'], { how: fc.constantFrom('reset', 'cut'), when, times }),
  act(2, ['google-slow'], { ms: fc.integer({ min: 100, max: 15 * second }), times }),
  act(2, ['pushes'], {
    lost: fc.constantFrom(0, 0.3, 1),
    doubled: fc.constantFrom(0, 0.3),
    lateMs: fc.constantFrom(0, 2 * second, 30 * second),
  }),
  act(1, ['pages'], { size: fc.integer({ min: 1, max: 4 }) }),
  act(2, ['answers-lost'], { service, when, times }),
  act(3, ['database-refuses', 'database-freezes'], { service, ms: fc.integer({ min: 100, max: 10 * second }) }),
  act(1, ['commits-unanswered'], { service, times }),
  act(1, ['kafka-refuses'], { when, times }),
  act(1, ['kafka-rebalances', 'kafka-rewinds'], {
    service: fc.constantFrom<ServiceName>('google-sync', 'oauth-consent'),
    records: fc.nat(20),
  }),
  act(1, ['sync-tokens-expire'], { calendar, forgetsDeleted: fc.boolean() }),
  act(1, ['calendar-deleted'], { calendar }),
  act(1, ['tombstones-bare'], {}),
  act(1, ['access-revoked', 'tokens-expire'], { account }),
  act(1, ['access-given'], { resource }),
  act(3, ['link'], {
    resource,
    mode: fc.constantFrom('two-way', 'two-way', 'export'),
    reset: fc.constantFrom(false, false, true),
    swaps: fc.boolean(),
  }),
  act(2, ['unlink'], { resource, google: fc.constantFrom('leave', 'leave', 'delete-events') }),
  act(1, ['sync-now'], { resource }),
  act(1, ['branch-switch'], { company: fc.constantFrom(0, 0, 1), on: fc.boolean() }),
  act(2, ['trespass'], {
    how: fc.constantFrom('book', 'reassign', 'move', 'cancel', 'sync-now', 'link', 'link-calendar'),
    ...{ resource, appointment: which, slot },
  }),
];

const salt = fc.nat(0x3fffffff);

const turns = fc.oneof(
  { weight: 3, arbitrary: fc.nat(12) },
  { weight: 2, arbitrary: fc.nat(80) },
  { weight: 1, arbitrary: fc.constant(400) },
);

const historiesOf = (some: readonly fc.WeightedArbitrary<Act>[], steps: number): fc.Arbitrary<History> =>
  fc.record({
    salt,
    begins: fc.constantFrom('2026-11-23T07:00:00Z', '2026-03-27T07:00:00Z', '2026-10-22T06:00:00Z'),
    steps: fc.array(fc.record({ act: fc.oneof(...some), turns, salt }), { minLength: steps, maxLength: steps }),
  });

/** Histories of exactly `steps` steps in which anything may happen. */
export const variedHistories = (steps: number): fc.Arbitrary<History> => historiesOf(acts, steps);

/**
 * Histories in each of which some things never happen and some again and again, so that rare ones meet: swarm testing
 * (Groce and others, ISSTA 2012). Bookings are in each of them.
 */
export const biasedHistories = (steps: number): fc.Arbitrary<History> => {
  const [bookings, ...others] = acts;
  const biases = fc.array(fc.constantFrom(0, 0, 1, 1, 6), { minLength: others.length, maxLength: others.length });
  return biases.chain((factors) => {
    const biased = others.map(({ weight, arbitrary }, index) => ({ weight: weight * factors[index]!, arbitrary }));
    return historiesOf([bookings!, ...biased], steps);
  });
};
