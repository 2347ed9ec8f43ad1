import { overlaps } from '@kalends/kernel';
import fc from 'fast-check';
import { pack } from './pack';

const interval = fc
  .record({ start: fc.nat(40), length: fc.integer({ min: 1, max: 12 }) })
  .map(({ start, length }) => ({ start: new Date(start), end: new Date(start + length) }));

describe('Packing intervals into lanes', () => {
  it('succeeds exactly when at no moment more meet than there are lanes, and no lane is taken twice', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (intervals, capacity) => {
        const meet = (moment: number): number =>
          intervals.filter(({ start, end }) => start.getTime() <= moment && moment < end.getTime()).length;
        const most = Math.max(0, ...intervals.map(({ start }) => meet(start.getTime())));
        const lanes = pack(intervals, capacity);
        expect(lanes !== null).toBe(most <= capacity);
        lanes?.forEach((lane, a) => {
          expect(lane).toBeGreaterThanOrEqual(1);
          expect(lane).toBeLessThanOrEqual(capacity);
          lanes.forEach((other, b) => {
            if (a < b && lane === other) expect(overlaps(intervals[a]!, intervals[b]!)).toBe(false);
          });
        });
      }),
    );
  });
});
