import * as fc from 'fast-check';
import { later, occurrences, type AppointmentContent, type CalendarTime, type Override } from '../src';

export const zone = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Europe/Kiev',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'UTC',
);

const instant = fc
  .integer({ min: Date.UTC(1975, 0), max: Date.UTC(2150, 0) })
  .map((ms) => Math.floor(ms / 1000) * 1000);

/** Quarters of an hour around the changes of the clocks of 2026 in Berlin, where gap and fold are. */
const nearChange = fc
  .tuple(fc.constantFrom(Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)), fc.integer({ min: -8, max: 8 }))
  .map(([change, quarters]) => change + quarters * 900_000);

const iso = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

export const wholeDay: fc.Arbitrary<CalendarTime> = fc
  .oneof(instant, fc.constant(Date.UTC(2028, 1, 29)))
  .map((ms) => ({ date: iso(ms).slice(0, 10) }));

export const zonedTime: fc.Arbitrary<CalendarTime> = fc
  .tuple(fc.oneof(instant, nearChange), zone)
  .map(([ms, name]) => ({ at: iso(ms), zone: name }));

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  fc
    .array(
      fc.constantFrom(
        '<br>',
        '<b>',
        '</b>',
        '<div>',
        '&amp;',
        '&lt;',
        '&gt;',
        'lt;',
        'br>',
        '<',
        '>',
        '&',
        ' ',
        '\n',
        '\r\n',
        '\u00a0',
        'x',
        '<a href="x">',
        '</a>',
        ';',
        ',',
        '\\n',
        '"',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const some = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 4 }).map((list) => list.join(','));
const part = (name: string, value: fc.Arbitrary<unknown>) =>
  fc.option(
    value.map((given) => `${name}=${String(given)}`),
    { nil: '' },
  );

const end = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 60 }).map((count) => `COUNT=${count}`),
  instant.map((ms) => `UNTIL=${iso(ms).replace(/[-:]/g, '')}`),
  instant.map((ms) => `UNTIL=${iso(ms).slice(0, 10).replace(/-/g, '')}`),
);

export const rule: fc.Arbitrary<string> = fc
  .oneof(
    fc.tuple(
      fc.constant('FREQ=DAILY'),
      part('BYMONTH', some(fc.integer({ min: 1, max: 12 }))),
      part('BYDAY', some(weekday)),
    ),
    fc.tuple(fc.constant('FREQ=WEEKLY'), part('BYDAY', some(weekday)), part('WKST', weekday)),
    fc.tuple(fc.constant('FREQ=MONTHLY'), part('BYMONTHDAY', some(fc.integer({ min: 1, max: 31 })))),
    fc.tuple(
      fc.constant('FREQ=MONTHLY'),
      part('BYDAY', some(fc.tuple(fc.constantFrom('', '1', '-1', '+2', '5'), weekday).map((parts) => parts.join('')))),
    ),
    fc.tuple(
      fc.constant('FREQ=YEARLY'),
      part('BYMONTH', some(fc.integer({ min: 1, max: 12 }))),
      part('BYMONTHDAY', some(fc.integer({ min: -5, max: -1 }))),
    ),
    fc.tuple(fc.constant('FREQ=YEARLY;BYYEARDAY=1,100,-1')),
    fc.tuple(fc.constant('FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO')),
  )
  .chain((parts) =>
    fc
      .tuple(part('INTERVAL', fc.integer({ min: 1, max: 9 })), end)
      .map((more) => [...parts, ...more].filter(Boolean).join(';')),
  );

/** Contents as a careless client may write them: allowed, but not canonical. */
export const content: fc.Arbitrary<AppointmentContent> = fc.oneof(zonedTime, wholeDay).chain((start) =>
  fc
    .record({
      title: text,
      description: text,
      location: text,
      length: fc.integer({ min: 1, max: 40 }),
      transparency: fc.constantFrom('opaque' as const, 'transparent' as const),
      visibility: fc.constantFrom('default' as const, 'public' as const, 'private' as const),
      rule: fc.option(rule, { nil: null }),
      rdates: fc.array('date' in start ? wholeDay : zonedTime, { maxLength: 3 }),
      exdates: fc.array(fc.nat(10), { maxLength: 2 }),
      overrides: fc.array(
        fc.record({
          index: fc.nat(10),
          cancelled: fc.boolean(),
          moved: fc.integer({ min: -60, max: 60 }),
          title: fc.option(text, { nil: undefined }),
          description: fc.option(text, { nil: undefined }),
        }),
        { maxLength: 4 },
      ),
    })
    .map(({ length, rule: ruleText, rdates, exdates, overrides, ...texts }) => {
      const unit = 'date' in start ? 86_400_000 : 900_000;
      const plain: AppointmentContent = {
        ...texts,
        start,
        end: later(start, length * unit),
        recurrence: null,
        overrides: [],
      };
      if (ruleText === null) return plain;
      const series = { ...plain, recurrence: { rule: ruleText, rdates, exdates: [] } };
      const ids = firstIds(series);
      return {
        ...series,
        recurrence: { ...series.recurrence, exdates: exdates.map((index) => ids[index % ids.length]!) },
        overrides: overrides.map(({ index, cancelled, moved, title, description }): Override => {
          const recurrenceId = ids[index % ids.length]!;
          if (cancelled) return { recurrenceId, cancelled };
          return { recurrenceId, start: later(recurrenceId, moved * unit), title, description };
        }),
      };
    }),
);

function firstIds(series: AppointmentContent): readonly CalendarTime[] {
  const first = Date.parse('date' in series.start ? series.start.date : series.start.at);
  const window = { start: new Date(first - 86_400_000), end: new Date(first + 700 * 86_400_000) };
  const found = occurrences(series, window, { zoneForDates: 'UTC', limit: 12 });
  return found.flatMap(({ recurrenceId }) => recurrenceId ?? []);
}
