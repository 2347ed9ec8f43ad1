import { addSeconds, addToWall, instantOf, isAmbiguous, offsetAt, todayIn, wallOf } from './wall-time';

const berlin = 'Europe/Berlin';

describe('wall time of a branch', () => {
  test('an instant is shown on the branch clock, whatever zone the browser is in', () => {
    expect(wallOf('2026-11-21T09:00:00Z', berlin)).toBe('2026-11-21T10:00:00');
    expect(wallOf('2026-07-01T09:00:00Z', berlin)).toBe('2026-07-01T11:00:00');
    expect(wallOf('2026-11-21T09:00:00Z', 'America/New_York')).toBe('2026-11-21T04:00:00');
  });

  test('U35: nine in the morning stays nine on both sides of a change of the clocks', () => {
    expect(instantOf('2026-10-24T09:00:00', berlin)).toBe('2026-10-24T07:00:00Z');
    expect(instantOf('2026-10-26T09:00:00', berlin)).toBe('2026-10-26T08:00:00Z');
  });

  test('U35: in the hour that happens twice a dragged appointment keeps its half', () => {
    const first = '2026-10-25T00:30:00Z';
    const second = '2026-10-25T01:30:00Z';
    expect(wallOf(first, berlin)).toBe(wallOf(second, berlin));
    expect(instantOf('2026-10-25T02:45:00', berlin, first)).toBe('2026-10-25T00:45:00Z');
    expect(instantOf('2026-10-25T02:45:00', berlin, second)).toBe('2026-10-25T01:45:00Z');
    expect(instantOf('2026-10-25T02:45:00', berlin)).toBe('2026-10-25T00:45:00Z');
    expect(isAmbiguous(second, berlin)).toBe(true);
    expect(isAmbiguous('2026-10-25T03:30:00Z', berlin)).toBe(false);
  });

  test('U35: a time that the clocks skip becomes the one after the gap', () => {
    expect(instantOf('2026-03-29T02:30:00', berlin)).toBe('2026-03-29T01:30:00Z');
    expect(instantOf('2026-03-29T02:30:00', berlin, '2026-03-28T08:00:00Z')).toBe('2026-03-29T01:30:00Z');
  });

  test('a drag is added on the wall, a duration on the time line', () => {
    expect(addToWall('2026-10-24T09:00:00', { days: 1, seconds: 900 })).toBe('2026-10-25T09:15:00');
    expect(addToWall('2026-10-24T00:10:00', { days: 0, seconds: -1200 })).toBe('2026-10-23T23:50:00');
    expect(addSeconds('2026-10-25T00:30:00Z', 3600)).toBe('2026-10-25T01:30:00Z');
  });

  test('today is the date of the branch', () => {
    const now = new Date('2026-11-21T23:30:00Z');
    expect(todayIn(berlin, now)).toBe('2026-11-22');
    expect(todayIn('America/New_York', now)).toBe('2026-11-21');
    expect(offsetAt(berlin, now)).toBe('+01:00');
  });
});
