import { demoAppointments } from './appointments';

const intervals = (from: string, to: string) =>
  demoAppointments(from, to).flatMap(({ resourceIds, content }) =>
    resourceIds.map((id) => ({ id, start: Date.parse(content.start.at), end: Date.parse(content.end.at) })),
  );

describe('the appointments of the demo company', () => {
  it('are the same at every start, so that none is loaded twice', () => {
    expect(demoAppointments('2026-11-16', '2026-11-23')).toEqual(demoAppointments('2026-11-16', '2026-11-23'));
    const ids = demoAppointments('2026-11-16', '2026-12-14').map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('never meet on one person or in one room', () => {
    const all = intervals('2026-10-12', '2026-11-16').sort((a, b) =>
      a.id < b.id ? -1 : a.id > b.id ? 1 : a.start - b.start,
    );
    const meeting = all.filter((one, index) => all[index + 1]?.id === one.id && (all[index + 1]?.start ?? 0) < one.end);
    expect(all.length).toBeGreaterThan(100);
    expect(meeting).toEqual([]);
  });

  it('begin at nine in Berlin, in summer and in winter', () => {
    const first = (date: string, next: string) => demoAppointments(date, next)[0]?.content.start.at;
    expect(first('2026-07-06', '2026-07-07')).toBe('2026-07-06T07:00:00Z');
    expect(first('2026-12-07', '2026-12-08')).toBe('2026-12-07T08:00:00Z');
  });

  it('leave Sunday free', () => {
    expect(demoAppointments('2026-11-22', '2026-11-23')).toEqual([]);
  });
});
