import { judgeCalls } from './calls';
import type { Evidence } from './evidence';

const calendarId = 'c_work';
const begun = Date.parse('2026-11-23T07:00:00Z');
const link = { id: 'link', resourceId: 'room', calendarId, createdAt: new Date(begun) };
const version = { appointmentId: 'one', kind: 'changed', state: { resourceIds: ['room'], content: { overrides: [] } } };
const calm = { troubles: 0, stalls: 0, orders: 0, relinks: 0, isPushedTwice: false, isPaged: false };
const made = (count: number, operation: string, status = 200) =>
  Array.from({ length: count }, () => ({
    ...{ calendarId, operation: `calendar.events.${operation}`, status, fault: status !== 200 },
    writes: !['get', 'list'].includes(operation),
  }));

const said = (calls: readonly object[], more: object = {}): string[] => {
  const evidence = {
    links: [link],
    revisions: [version, version],
    states: [],
    now: begun,
    unrest: calm,
    calls,
    ...more,
  };
  return judgeCalls(evidence as unknown as Evidence).map(({ says }) => says);
};

describe('The judge of calls', () => {
  it('allows a write for each version, and a list for each push that it brings', () => {
    expect(said([...made(2, 'patch'), ...made(2, 'list')])).toEqual([]);
  });

  it('finds an event that is written again though nothing has changed', () => {
    expect(said(made(3, 'patch'))).toEqual(['3 writes in c_work, 2 at most']);
  });

  it('finds events that are read and lists that are asked for again and again', () => {
    expect(said(made(3, 'get'))).toEqual(['3 readings of one event in c_work, 2 at most']);
    expect(said(made(2, 'list'))).toEqual(['2 lists in c_work, 1 at most']);
    expect(said(made(3, 'list'), { now: begun + 8 * 60_000 })).toEqual([]);
  });

  it('allows one more reading of a series that was written, whose push may overtake the answer', () => {
    const written = { calendarId, by: 'kalends', event: { id: 'one', content: { recurrence: ['RRULE:FREQ=DAILY'] } } };
    expect(said(made(4, 'get'), { states: [written, written] })).toEqual([]);
    expect(said(made(5, 'get'), { states: [written, written] })).toEqual([
      '5 readings of one event in c_work, 4 at most',
    ]);
  });

  it('allows a second list for a push that came twice', () => {
    const twice = { unrest: { ...calm, isPushedTwice: true } };
    expect(said([...made(2, 'patch'), ...made(4, 'list')], twice)).toEqual([]);
    expect(said([...made(2, 'patch'), ...made(4, 'list')])).toEqual(['4 lists in c_work, 3 at most']);
  });

  it('allows a reading for each answer that was refused or lost, and no write', () => {
    expect(said([...made(2, 'patch', 503), ...made(4, 'get')])).toEqual([]);
    expect(said([...made(2, 'patch', 503), ...made(3, 'patch')])).toEqual(['3 writes in c_work, 2 at most']);
  });
});
