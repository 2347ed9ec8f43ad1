import { allocate, type Allocation, type Taken, unsettled } from './allocate';
import type { Claim } from './expand';

const hour = (h: number): Date => new Date(Date.UTC(2027, 2, 1, h));
const claim = (resourceId: string, from: number, to: number, more: Partial<Claim> = {}): Claim => ({
  occurrence: '',
  resourceId,
  start: hour(from),
  end: hour(to),
  during: { start: hour(from), end: hour(to) },
  holds: true,
  ...more,
});
const standing = (own: Claim, lane: number | null = 1): Allocation => ({
  ...own,
  lane,
  overbooked: own.holds && lane === null,
});
const taken = (resourceId: string, lane: number, from: number, to: number): Taken => ({
  resourceId,
  lane,
  during: { start: hour(from), end: hour(to) },
});
const capacities = new Map([
  ['chair', 1],
  ['room', 2],
]);

describe('Allocating slots', () => {
  it('takes the lowest lane that is free', () => {
    const plan = allocate([claim('room', 9, 10)], [], [taken('room', 1, 9, 10)], capacities);
    expect(plan).toMatchObject({ add: [{ lane: 2 }], remove: [], refused: [], overbooked: [] });
  });

  it('lets one follow another without a gap', () => {
    const plan = allocate(
      [claim('chair', 10, 11)],
      [],
      [taken('chair', 1, 9, 10), taken('chair', 1, 11, 12)],
      capacities,
    );
    expect(plan).toMatchObject({ add: [{ lane: 1 }], refused: [] });
  });

  it('names the resource that has no room and takes the other', () => {
    const plan = allocate([claim('chair', 9, 10), claim('room', 9, 10)], [], [taken('chair', 1, 9, 11)], capacities);
    expect(plan.refused.map(({ resourceId }) => resourceId)).toEqual(['chair']);
    expect(plan.add).toMatchObject([
      { resourceId: 'chair', lane: null, overbooked: true },
      { resourceId: 'room', lane: 1, overbooked: false },
    ]);
    expect(plan.overbooked).toEqual(plan.refused);
  });

  it('leaves what stands where it stands', () => {
    const own = claim('room', 9, 10);
    expect(unsettled([own], [standing(own, 2)])).toEqual([]);
    expect(allocate([own], [standing(own, 2)], [], capacities)).toMatchObject({
      add: [],
      remove: [],
      overbooked: [],
    });
  });

  it('is refused when others hold all lanes at that time, each by itself', () => {
    const others = [taken('room', 1, 9, 10), taken('room', 2, 9, 10), taken('chair', 1, 9, 10)];
    expect(allocate([claim('room', 9, 10)], [], others, capacities).refused).toMatchObject([{ resourceId: 'room' }]);
  });

  it('looks for another slot only where something changed', () => {
    const [chair, room] = [standing(claim('chair', 9, 10)), standing(claim('room', 9, 10), 2)];
    const plan = allocate([claim('chair', 10, 11), claim('room', 9, 10)], [chair, room], [], capacities);
    expect(plan).toMatchObject({ remove: [chair], add: [{ resourceId: 'chair', lane: 1 }] });
  });

  it('does not take the slot that another date of the same series keeps', () => {
    const kept = claim('chair', 9, 11, { occurrence: 'a' });
    const plan = allocate([kept, claim('chair', 10, 12, { occurrence: 'b' })], [standing(kept)], [], capacities);
    expect(plan).toMatchObject({ remove: [], refused: [{ occurrence: 'b' }] });
  });

  it('gives a slot to what was shown only, and takes it back', () => {
    const [shown, held] = [claim('chair', 9, 10, { holds: false }), claim('chair', 9, 10)];
    expect(allocate([held], [standing(shown, null)], [], capacities)).toMatchObject({
      remove: [shown],
      add: [{ lane: 1, overbooked: false }],
    });
    expect(allocate([shown], [standing(held)], [], capacities)).toMatchObject({
      remove: [held],
      add: [{ lane: null, overbooked: false }],
    });
  });

  it('gives up the old slot for the new one', () => {
    const before = standing(claim('chair', 9, 11));
    const plan = allocate([claim('chair', 10, 12)], [before], [], capacities);
    expect(plan).toMatchObject({ remove: [before], add: [{ lane: 1 }] });
  });

  it('keeps what was overbooked at this very time, without refusing it again', () => {
    const own = claim('chair', 9, 10);
    const plan = allocate([own], [standing(own, null)], [taken('chair', 1, 9, 10)], capacities);
    expect(plan).toMatchObject({ add: [], remove: [], refused: [], overbooked: [own] });
  });

  it('gives an overbooked one its slot as soon as there is one', () => {
    const own = claim('chair', 9, 10);
    const plan = allocate([own], [standing(own, null)], [], capacities);
    expect(plan).toMatchObject({ add: [{ lane: 1, overbooked: false }], overbooked: [] });
  });

  it('does not let a series collide with itself unseen', () => {
    const plan = allocate(
      [claim('chair', 9, 11, { occurrence: 'a' }), claim('chair', 10, 12, { occurrence: 'b' })],
      [],
      [],
      capacities,
    );
    expect(plan.refused).toMatchObject([{ occurrence: 'b' }]);
  });

  it('wants no slot for what is shown only', () => {
    const plan = allocate([claim('chair', 9, 10, { holds: false })], [], [taken('chair', 1, 9, 10)], capacities);
    expect(plan).toMatchObject({ add: [{ lane: null, overbooked: false }], refused: [], overbooked: [] });
  });
});
