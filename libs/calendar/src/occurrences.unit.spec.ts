import { appointment, berlin, series } from '../test/contents';
import type { AppointmentContent } from './content';
import { timeKey, wallClock } from './calendar-time';
import { occurrences } from './occurrences';

const window = (start: string, end: string) => ({ start: new Date(start), end: new Date(end) });
const year2026 = window('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
const inBerlin = { zoneForDates: 'Europe/Berlin' };

const startsOf = (content: AppointmentContent, during = year2026): string[] =>
  occurrences(content, during, inBerlin).map(({ start }) => ('at' in start ? wallClock(start) : start.date));

describe('the occurrences of a single appointment', () => {
  it('are the appointment itself when it touches the window', () => {
    const found = occurrences(appointment(), window('2026-03-02T08:10:00Z', '2026-03-02T08:20:00Z'), inBerlin);
    expect(found).toEqual([
      {
        recurrenceId: null,
        start: berlin('2026-03-02T09:00:00'),
        end: berlin('2026-03-02T09:30:00'),
        interval: window('2026-03-02T08:00:00Z', '2026-03-02T08:30:00Z'),
      },
    ]);
  });

  it('are none when it ends as the window begins, or begins as the window ends', () => {
    expect(startsOf(appointment(), window('2026-03-02T08:30:00Z', '2026-03-02T09:00:00Z'))).toEqual([]);
    expect(startsOf(appointment(), window('2026-03-02T07:30:00Z', '2026-03-02T08:00:00Z'))).toEqual([]);
  });

  it('S25: of whole days span those days in the zone asked for', () => {
    const content = appointment({ start: { date: '2026-03-28' }, end: { date: '2026-03-30' } });
    const [only] = occurrences(content, year2026, inBerlin);
    expect(only?.interval).toEqual(window('2026-03-27T23:00:00Z', '2026-03-29T22:00:00Z'));
  });
});

describe('the occurrences of a series', () => {
  it('S19: weekly 09:00 in Berlin stays 09:00 over both changes of the clocks', () => {
    const starts = startsOf(appointment({ recurrence: series('FREQ=WEEKLY') }));
    expect(starts).toHaveLength(44);
    expect(new Set(starts.map((start) => start.slice(11)))).toEqual(new Set(['09:00:00']));
    const instants = occurrences(appointment({ recurrence: series('FREQ=WEEKLY') }), year2026, inBerlin).map(
      ({ start }) => timeKey(start),
    );
    expect(instants).toContain('2026-03-23T08:00:00Z');
    expect(instants).toContain('2026-03-30T07:00:00Z');
    expect(instants).toContain('2026-10-19T07:00:00Z');
    expect(instants).toContain('2026-10-26T08:00:00Z');
  });

  it('S26: 02:30 moves to 03:30 on the day that has no 02:30, and is the first 02:30 on the day that has two', () => {
    const daily = appointment({
      start: berlin('2026-03-01T02:30:00'),
      end: berlin('2026-03-01T03:00:00'),
      recurrence: series('FREQ=DAILY'),
    });
    expect(startsOf(daily, window('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z'))).toEqual([
      '2026-03-29T03:30:00',
      '2026-03-30T02:30:00',
    ]);
    const fold = occurrences(daily, window('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'), inBerlin);
    expect(fold.map(({ start }) => timeKey(start))).toEqual(['2026-10-25T00:30:00Z']);
  });

  it('S20: COUNT counts the start, dates left out included', () => {
    const recurrence = series('FREQ=DAILY;COUNT=4', { exdates: [berlin('2026-03-03T09:00:00')] });
    expect(startsOf(appointment({ recurrence }))).toEqual([
      '2026-03-02T09:00:00',
      '2026-03-04T09:00:00',
      '2026-03-05T09:00:00',
    ]);
  });

  it.each([
    ['a UTC instant', 'UNTIL=20260304T080000Z'],
    ['a date', 'UNTIL=20260304'],
    ['a local time', 'UNTIL=20260304T090000'],
  ])('S20: UNTIL as %s closes with the date that it names', (_, until) => {
    expect(startsOf(appointment({ recurrence: series(`FREQ=DAILY;${until}`) }))).toEqual([
      '2026-03-02T09:00:00',
      '2026-03-03T09:00:00',
      '2026-03-04T09:00:00',
    ]);
  });

  it('S20: UNTIL one second before an occurrence leaves it out', () => {
    const recurrence = series('FREQ=DAILY;UNTIL=20260304T075959Z');
    expect(startsOf(appointment({ recurrence }))).toEqual(['2026-03-02T09:00:00', '2026-03-03T09:00:00']);
  });

  it('S20: of whole days ends with the date of UNTIL, also when it is written as an instant', () => {
    const whole = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } };
    for (const until of ['20260304', '20260304T000000Z']) {
      expect(startsOf(appointment({ ...whole, recurrence: series(`FREQ=DAILY;UNTIL=${until}`) }))).toEqual([
        '2026-03-02',
        '2026-03-03',
        '2026-03-04',
      ]);
    }
  });

  it('S20: RDATEs are added once, and EXDATE wins', () => {
    const extra = berlin('2026-03-10T15:00:00');
    const recurrence = series('FREQ=WEEKLY;COUNT=2', {
      rdates: [extra, extra, berlin('2026-03-11T15:00:00'), berlin('2026-03-09T09:00:00')],
      exdates: [berlin('2026-03-11T15:00:00')],
    });
    expect(startsOf(appointment({ recurrence }))).toEqual([
      '2026-03-02T09:00:00',
      '2026-03-09T09:00:00',
      '2026-03-10T15:00:00',
    ]);
  });

  it('S16: move one date only, into and out of the window', () => {
    const content = appointment({
      recurrence: series('FREQ=WEEKLY;COUNT=3'),
      overrides: [
        {
          recurrenceId: berlin('2026-03-09T09:00:00'),
          start: berlin('2026-05-05T11:00:00'),
          end: berlin('2026-05-05T12:00:00'),
        },
      ],
    });
    expect(startsOf(content, window('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'))).toEqual([
      '2026-03-02T09:00:00',
      '2026-03-16T09:00:00',
    ]);
    expect(startsOf(content, window('2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'))).toEqual(['2026-05-05T11:00:00']);
  });

  it('S17: leave out a date that is cancelled', () => {
    const content = appointment({
      recurrence: series('FREQ=WEEKLY;COUNT=2'),
      overrides: [{ recurrenceId: berlin('2026-03-09T09:00:00'), cancelled: true }],
    });
    expect(startsOf(content)).toEqual(['2026-03-02T09:00:00']);
  });

  it('S23: an override of a date that the series does not have counts for nothing', () => {
    const content = appointment({
      recurrence: series('FREQ=WEEKLY;COUNT=2'),
      overrides: [
        {
          recurrenceId: berlin('2026-03-16T09:00:00'),
          start: berlin('2026-03-17T09:00:00'),
          end: berlin('2026-03-17T10:00:00'),
        },
      ],
    });
    expect(startsOf(content)).toEqual(['2026-03-02T09:00:00', '2026-03-09T09:00:00']);
  });

  it('S22: five years of days cost only those asked for', () => {
    const content = appointment({
      start: berlin('2021-03-02T09:00:00'),
      end: berlin('2021-03-02T10:00:00'),
      recurrence: series('FREQ=DAILY'),
    });
    expect(startsOf(content, window('2026-03-01T00:00:00Z', '2026-03-03T00:00:00Z'))).toEqual([
      '2026-03-01T09:00:00',
      '2026-03-02T09:00:00',
    ]);
  });

  it('stop at the limit with the earliest', () => {
    const content = appointment({ recurrence: series('FREQ=DAILY') });
    expect(
      occurrences(content, year2026, { ...inBerlin, limit: 2 }).map(({ start }) => timeKey(start).slice(0, 10)),
    ).toEqual(['2026-03-02', '2026-03-03']);
  });

  it('are refused for more than two years at a time', () => {
    expect(() => startsOf(appointment(), window('2026-01-01T00:00:00Z', '2029-01-01T00:00:00Z'))).toThrow(
      'at most two years',
    );
  });

  it('S30: of an unknown zone are refused, not made in UTC', () => {
    const content = appointment({
      start: { at: '2026-03-02T08:00:00Z', zone: 'Mars/Olympus' },
      recurrence: series('FREQ=DAILY'),
    });
    expect(() => startsOf(content)).toThrow('not a known time zone');
  });
});
