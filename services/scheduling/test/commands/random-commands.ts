import { randomUUID } from 'node:crypto';
import { tellSoak } from '@kalends/testing';
import fc from 'fast-check';
import { type Expected, Model } from './model';
import type { Answer, PlannerUnderTest } from './planner';

const SLOTS = 6;

type Step =
  | { do: 'book'; resources: number; start: number; length: number }
  | { do: 'move' | 'move outside'; which: number; start: number; length: number; resources: number }
  | { do: 'cancel' | 'restore' | 'rename'; which: number };

const which = fc.nat(5);
const place = {
  start: fc.nat(SLOTS),
  length: fc.integer({ min: 1, max: 3 }),
  resources: fc.integer({ min: 1, max: 3 }),
};
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('book' as const), ...place }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('move' as const, 'move outside' as const), which, ...place }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'restore' as const, 'rename' as const), which }),
  },
);

/** The others were packed into the lane that the appointment on its way held still. */
const movedOutOfItsOwnWay: [number, Step[]] = [
  2,
  [
    { do: 'book', start: 2, length: 3, resources: 2 },
    { do: 'book', start: 6, length: 1, resources: 2 },
    { do: 'book', start: 0, length: 1, resources: 1 },
    { do: 'cancel', which: 3 },
    { do: 'move', which: 2, start: 4, length: 2, resources: 2 },
    { do: 'move', which: 0, start: 5, length: 2, resources: 2 },
  ],
];

/** Does one step in the service and in the model; both must agree on whether it is accepted. */
async function take(given: Step, model: Model, planner: PlannerUnderTest): Promise<void> {
  const chosen = (bits: number): string[] => planner.resources.filter((_, index) => bits & (1 << index));
  if (given.do === 'book') {
    const slots = { resources: chosen(given.resources), start: given.start, length: given.length };
    const blank = { id: randomUUID(), resources: [], start: 0, length: 0, cancelled: true, version: 0, holds: [] };
    const accepted = model.change(blank, { ...slots, cancelled: false }, false);
    if (accepted) model.appointments.push(blank);
    return agree(given, await planner.book(blank.id, slots), accepted && blank);
  }
  const target = model.appointments[given.which];
  if (!target) return;
  const { id, version } = target;
  switch (given.do) {
    case 'rename':
      if (target.cancelled) return;
      model.change(target, {}, false);
      return agree(given, await planner.rename(id, version), target);
    case 'cancel':
      if (!target.cancelled) model.change(target, { cancelled: true }, false);
      return agree(given, await planner.cancel(id, version), target);
    case 'restore': {
      const accepted = !target.cancelled || model.change(target, { cancelled: false }, false);
      return agree(given, await planner.restore(id, version), accepted && target);
    }
    default: {
      const to = { resources: chosen(given.resources), start: given.start, length: given.length };
      const isSame =
        to.start === target.start && to.length === target.length && to.resources.join() === target.resources.join();
      const isOutside = given.do === 'move outside';
      const accepted = !target.cancelled && (isSame || model.change(target, to, isOutside));
      const answer = isOutside ? planner.moveOutside(id, to) : planner.move(id, version, to);
      return agree(given, await answer, accepted && target);
    }
  }
}

function agree(given: Step, answer: Answer, expected: Expected | false): void {
  if (!expected) {
    expect({ given, code: !answer.accepted && answer.code }).toEqual({
      given,
      code: expect.stringMatching(/^appointment\/(slot-taken|cancelled)$/),
    });
    return;
  }
  const { version, cancelled, holds, resources } = expected;
  const overbooked = !cancelled && holds.length < resources.length;
  expect({ given, answer }).toEqual({ given, answer: { accepted: true, version, overbooked } });
}

/** Every version follows from the one before by the fields that its entry names, up to what is there now. */
async function explained(id: string, planner: PlannerUnderTest): Promise<void> {
  const now = await planner.told(id);
  const entries = now.timeline.toReversed();
  expect(entries.map(({ version }) => version)).toEqual(Array.from({ length: now.version }, (_, index) => index + 1));
  const told = new Map<string, unknown>();
  for (const { fields } of entries) {
    for (const { field, before, after } of fields) {
      expect(told.get(field) ?? null).toEqual(before);
      told.set(field, after);
    }
  }
  expect(told.get('resource_ids')).toEqual(now.resourceIds);
  expect(told.get('status')).toBe(now.status);
  expect(told.get('overbooked') ?? false).toBe(now.overbooked);
  for (const field of ['title', 'start', 'end']) expect(told.get(`content.${field}`)).toEqual(now.content[field]);
}

/**
 * One test: any order of commands agrees with the rules.
 * @param open a salon with two resources, each with so many lanes
 */
export function itAgreesWithTheRules(histories: number, open: (capacity: number) => Promise<PlannerUnderTest>): void {
  it('I1: never lets more hold a slot than there is room for, agrees with the rules step by step, and its timeline explains every difference', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { minLength: 5, maxLength: 25 }),
        async (capacity, steps) => {
          const model = new Model(capacity);
          const planner = await open(capacity);
          for (const one of steps) await take(one, model, planner);
          expect(await planner.overlaps()).toBe(0);
          const expected = model.appointments.filter(({ holds }) => holds.length > 0);
          expect(await planner.held()).toEqual(new Map(expected.map(({ id, holds }) => [id, [...holds]])));
          for (const { id } of model.appointments) await explained(id, planner);
        },
      ),
      { numRuns: histories, examples: [movedOutOfItsOwnWay] },
    );
    tellSoak({
      size: `${histories} random histories`,
      figures: '0 overlaps, every step and timeline as the rules say',
    });
  }, 300_000);
}
