import type { AppointmentContent, CalendarTime, Override } from '@kalends/calendar';
import { cancelOccurrence, moveOccurrence, moveSeries } from './series';

const zone = 'Europe/Berlin';
const at = (utc: string): CalendarTime => ({ at: `${utc}:00Z`, zone });
const day = (date: string): CalendarTime => ({ date });
const single: AppointmentContent = {
  ...{ title: 'Cut', description: '', location: '', start: at('2027-03-01T08:00'), end: at('2027-03-01T09:00') },
  ...{ transparency: 'opaque', visibility: 'default', recurrence: null, overrides: [] },
};
const weekly = (overrides: readonly Override[] = [], rule = 'FREQ=WEEKLY'): AppointmentContent => ({
  ...single,
  recurrence: { rule, rdates: [], exdates: [] },
  overrides,
});
const wholeDays = (overrides: readonly Override[] = []): AppointmentContent => ({
  ...weekly(overrides),
  ...{ start: day('2027-03-01'), end: day('2027-03-02') },
});
const [second, third] = [at('2027-03-08T08:00'), at('2027-03-15T08:00')];
const [tenOclock, elevenOclock] = [at('2027-03-08T09:00'), at('2027-03-08T10:00')];
const refusal = (code: string) =>
  expect.objectContaining({ kind: 'invalid', code, message: expect.stringMatching(/^[A-Z].+\.$/) });

describe('One date of a series', () => {
  it('is cancelled whatever was said of it before; the other dates stay', () => {
    const renamed = [
      { recurrenceId: second, title: 'Dye' },
      { recurrenceId: third, title: 'Wash' },
    ];
    expect(cancelOccurrence(weekly(renamed), second).overrides).toEqual([
      { recurrenceId: third, title: 'Wash' },
      { recurrenceId: second, cancelled: true },
    ]);
  });

  it('keeps at another time what else differs of it', () => {
    const of = weekly([{ recurrenceId: second, title: 'Dye' }]);
    expect(moveOccurrence(of, second, tenOclock, elevenOclock).overrides).toEqual([
      { recurrenceId: second, title: 'Dye', start: tenOclock, end: elevenOclock },
    ]);
  });

  it('takes nothing over from another date', () => {
    const of = weekly([{ recurrenceId: third, title: 'Wash' }]);
    expect(moveOccurrence(of, second, tenOclock, elevenOclock).overrides).toContainEqual({
      ...{ recurrenceId: second, start: tenOclock, end: elevenOclock },
    });
  });

  it('takes place again when it is moved after it was cancelled', () => {
    const of = weekly([{ recurrenceId: second, cancelled: true }]);
    expect(moveOccurrence(of, second, tenOclock, elevenOclock).overrides).toEqual([
      { recurrenceId: second, start: tenOclock, end: elevenOclock },
    ]);
  });

  it('is known by its own time also after it was moved', () => {
    const moved = weekly([{ recurrenceId: second, start: tenOclock, end: elevenOclock }]);
    expect(cancelOccurrence(moved, second).overrides).toEqual([{ recurrenceId: second, cancelled: true }]);
    expect(() => cancelOccurrence(moved, tenOclock)).toThrow(refusal('appointment/no-such-occurrence'));
  });

  it('is a day in a series of whole days', () => {
    expect(cancelOccurrence(wholeDays(), day('2027-03-08')).overrides).toEqual([
      { recurrenceId: day('2027-03-08'), cancelled: true },
    ]);
    expect(() => cancelOccurrence(wholeDays(), day('2027-03-09'))).toThrow(refusal('appointment/no-such-occurrence'));
  });

  it('is not there at a time that lies within another', () => {
    expect(() => cancelOccurrence(weekly(), at('2027-03-08T08:30'))).toThrow(refusal('appointment/no-such-occurrence'));
  });

  it('is not there when the appointment takes place once', () => {
    expect(() => cancelOccurrence(single, single.start)).toThrow(refusal('appointment/not-a-series'));
  });
});

describe('A whole series at another time', () => {
  const [start, end] = [at('2027-03-02T09:30'), at('2027-03-02T11:00')];

  it('takes its added dates and its exceptions along; those with a time of their own keep it', () => {
    const before = weekly([
      { recurrenceId: second, cancelled: true },
      { recurrenceId: third, start: at('2027-03-20T12:00'), end: at('2027-03-20T13:00') },
    ]);
    const added = { ...before, recurrence: { rule: 'FREQ=WEEKLY', rdates: [at('2027-03-04T08:00')], exdates: [] } };
    expect(moveSeries(added, start, end)).toEqual({
      ...added,
      ...{ start, end },
      recurrence: { rule: 'FREQ=WEEKLY', rdates: [at('2027-03-05T09:30')], exdates: [] },
      overrides: [
        { recurrenceId: at('2027-03-09T09:30'), cancelled: true },
        { recurrenceId: at('2027-03-16T09:30'), start: at('2027-03-20T12:00'), end: at('2027-03-20T13:00') },
      ],
    });
  });

  it('takes the exceptions of whole days along by days', () => {
    const before = wholeDays([{ recurrenceId: day('2027-03-08'), cancelled: true }]);
    expect(moveSeries(before, day('2027-03-03'), day('2027-03-04'))).toMatchObject({
      start: day('2027-03-03'),
      end: day('2027-03-04'),
      overrides: [{ recurrenceId: day('2027-03-10'), cancelled: true }],
    });
  });

  it('stays on the clock across the change to summer time', () => {
    const before = weekly([{ recurrenceId: at('2027-03-29T07:00'), cancelled: true }]);
    const after = moveSeries(before, at('2027-03-02T09:00'), at('2027-03-02T10:00'));
    expect(after.overrides).toEqual([{ recurrenceId: at('2027-03-30T08:00'), cancelled: true }]);
  });

  it('stays on whole days or on times', () => {
    expect(() => moveSeries(weekly(), day('2027-03-01'), day('2027-03-02'))).toThrow(
      refusal('appointment/series-kind'),
    );
    expect(() => moveSeries(wholeDays(), start, end)).toThrow(refusal('appointment/series-kind'));
  });

  it.each(['BYDAY=MO', 'BYMONTHDAY=1', 'BYYEARDAY=60', 'BYMONTH=3', 'BYWEEKNO=9'])(
    'stays on the day that %s names, at any time of it',
    (part) => {
      const frequency = /YEARDAY|MONTH=|WEEKNO/.test(part) ? 'YEARLY' : part === 'BYDAY=MO' ? 'WEEKLY' : 'MONTHLY';
      const of = weekly([], `FREQ=${frequency};${part}`);
      expect(() => moveSeries(of, start, end)).toThrow(refusal('appointment/series-day-fixed'));
      expect(moveSeries(of, at('2027-03-01T22:00'), at('2027-03-01T22:30')).start).toEqual(at('2027-03-01T22:00'));
    },
  );

  it('counts the day by the clock on the wall, not by UTC', () => {
    const of = weekly([], 'FREQ=WEEKLY;BYDAY=MO');
    const justAfterMidnight = [at('2027-02-28T23:30'), at('2027-03-01T00:30')] as const;
    expect(moveSeries(of, ...justAfterMidnight).start).toEqual(justAfterMidnight[0]);
    expect(() => moveSeries(of, at('2027-03-01T23:30'), at('2027-03-02T00:30'))).toThrow(
      refusal('appointment/series-day-fixed'),
    );
  });

  it('may go to any day when it is nothing but a list of dates', () => {
    const list = { ...single, recurrence: { rule: '', rdates: [at('2027-03-04T08:00')], exdates: [] } };
    expect(moveSeries(list, start, end).recurrence!.rdates).toEqual([at('2027-03-05T09:30')]);
  });

  it('is a plain move when the appointment takes place once', () => {
    expect(moveSeries(single, start, end)).toEqual({ ...single, start, end });
  });
});
