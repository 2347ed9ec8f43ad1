import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { dateOf, fromWallClock, occurrences, wallClock, type AppointmentContent, type CalendarTime } from '../src';
import { content, rule, zone } from './content.arbitrary';
import { appointment, series } from './contents';

const DAYS = 700;

const seriesFrom = (start: CalendarTime, ruleText: string): AppointmentContent =>
  appointment({ start, end: start, recurrence: series(ruleText) });

const windowFrom = (date: string, days: number) => {
  const first = Date.parse(date);
  return { start: new Date(first - 2 * 86_400_000), end: new Date(first + days * 86_400_000) };
};

const startDate = fc
  .integer({ min: 0, max: 40_000 })
  .map((day) => Temporal.PlainDate.from('1990-01-01').add({ days: day }));
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The rule read aloud, one period after the other, without any cleverness. */
function naive(
  freq: 'days' | 'weeks' | 'months' | 'years',
  start: Temporal.PlainDate,
  interval: number,
  weekdays: readonly string[],
): string[] {
  const last = start.add({ days: DAYS - 1 });
  const found: string[] = [];
  for (let period = 0; ; period += interval) {
    // Seen from the first of the month, so that the 31st of a short month does not become its 30th.
    const first =
      freq === 'months' || freq === 'years'
        ? start.with({ day: 1 }).add({ [freq]: period })
        : start.add({ [freq]: period });
    if (Temporal.PlainDate.compare(first, last.add({ weeks: 1 })) > 0)
      return found.filter((date) => date >= start.toString() && date <= last.toString());
    if (freq === 'weeks') {
      const monday = first.subtract({ days: first.dayOfWeek - 1 });
      for (let day = 0; day < 7; day++)
        if (weekdays.includes(WEEKDAYS[day]!)) found.push(monday.add({ days: day }).toString());
    } else if (freq === 'days') found.push(first.toString());
    else if (first.daysInMonth >= start.day) found.push(first.with({ day: start.day }).toString());
  }
}

describe('the occurrences of a simple rule', () => {
  it('are those that a naive reading of the rule gives, at the wall-clock time of the first', () => {
    const simple = fc.record({
      start: startDate,
      // Apia had no 30 December 2011.
      name: zone.filter((name) => name !== 'Pacific/Apia'),
      freq: fc.constantFrom('days', 'weeks', 'months', 'years'),
      interval: fc.integer({ min: 1, max: 5 }),
      more: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(simple, ({ start, name, freq, interval, more }) => {
        const weekdays = [...new Set([WEEKDAYS[start.dayOfWeek - 1]!, ...more])];
        const frequency = { days: 'DAILY', weeks: 'WEEKLY', months: 'MONTHLY', years: 'YEARLY' }[freq];
        const text = `FREQ=${frequency};INTERVAL=${interval}${freq === 'weeks' ? `;BYDAY=${weekdays.join(',')}` : ''}`;
        const first = fromWallClock(`${start.toString()}T12:30:00`, name);
        const found = occurrences(seriesFrom(first, text), windowFrom(start.toString(), DAYS + 3), {
          zoneForDates: name,
        });
        const within = found
          .map((occurrence) => dateOf(occurrence.start))
          .filter((date) => date < start.add({ days: DAYS }).toString());
        expect(within).toEqual(naive(freq, start, interval, weekdays));
        for (const { start: at } of found) if ('at' in at) expect(wallClock(at)).toMatch(/T12:30:00$/);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the occurrences of any rule', () => {
  /**
   * What ical.js 2.2.1 gets right: it does not know week numbers, takes 31 February for 3 March, and looks for some
   * dates for ever.
   */
  const unknown = /BYWEEKNO|BYYEARDAY|YEARLY.*BYMONTH|UNTIL|(DAILY|BYMONTHDAY).*INTERVAL/;
  const known = rule.filter((text) => !unknown.test(text));

  it('are those of ical.js, once it has found the first', () => {
    fc.assert(
      fc.property(startDate, known, (date, text) => {
        const first = libraryDates(text, date.toString(), 1)[0];
        // From some first dates it does not find that date again, though it counts (RFC 5545 section 3.8.2.4).
        fc.pre(first !== undefined && libraryDates(text, first, 1)[0] === first);
        const expected = libraryDates(text, first, 40).filter((day) => day < addDays(first, DAYS));
        const found = occurrences(seriesFrom({ date: first }, text), windowFrom(first, DAYS + 1), {
          zoneForDates: 'UTC',
        });
        expect(
          found
            .map(({ start }) => dateOf(start))
            .filter((day) => day < addDays(first, DAYS))
            .slice(0, 40),
        ).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('are in order, unlike each other, touch the window, and are the same seen through two halves of it', () => {
    fc.assert(
      fc.property(content, fc.integer({ min: 1, max: 300 }), (given, days) => {
        const first = Date.parse('date' in given.start ? given.start.date : given.start.at);
        const at = (day: number) => new Date(first + day * 86_400_000);
        const inside = (from: number, to: number) =>
          occurrences(given, { start: at(from), end: at(to) }, { zoneForDates: 'Europe/Berlin' });
        const whole = inside(-3, days);
        expect(whole.map(({ interval }) => interval.start.getTime())).toEqual(
          whole.map(({ interval }) => interval.start.getTime()).sort((a, b) => a - b),
        );
        expect(whole.every(({ interval }) => interval.start < at(days) && interval.end >= at(-3))).toBe(true);
        const keys = (list: typeof whole) => new Set(list.map(({ recurrenceId }) => JSON.stringify(recurrenceId)));
        expect(keys(whole).size).toBe(whole.length);
        const halves = [...inside(-3, Math.floor(days / 2)), ...inside(Math.floor(days / 2), days)];
        expect(keys(halves)).toEqual(keys(whole));
      }),
      { numRuns: 150 },
    );
  });
});

const addDays = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString();

/** Bounded, because the library looks for some dates for ever. */
function libraryDates(text: string, start: string, count: number): string[] {
  const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateString(start));
  const dates: string[] = [];
  for (let next = iterator.next(); next && dates.length < count; next = iterator.next()) dates.push(next.toString());
  return dates;
}
