import { canonical, later, type AppointmentContent, type CalendarTime, type Override } from '@kalends/calendar';
import * as fc from 'fast-check';

const HOUR = 3_600_000;
const monday: CalendarTime = { at: '2026-03-02T08:00:00Z', zone: 'Europe/Berlin' };
const oneOf = fc.constantFrom;

/** Few values each, so that both sides often meet on the same field and date. */
const time = oneOf<Pick<AppointmentContent, 'start' | 'end'>>(
  { start: monday, end: later(monday, HOUR) },
  { start: later(monday, 2 * HOUR), end: later(monday, 3 * HOUR) },
  { start: later(monday, 24 * HOUR), end: later(monday, 30 * HOUR) },
  { start: { date: '2026-03-02' }, end: { date: '2026-03-04' } },
);
const recurrence = oneOf('', 'FREQ=WEEKLY;COUNT=2', 'FREQ=WEEKLY;COUNT=4', 'FREQ=DAILY;UNTIL=20260401').chain((rule) =>
  fc.boolean().map((extra): AppointmentContent['recurrence'] => {
    if (rule === '') return null;
    return { rule, rdates: extra ? [later(monday, 50 * HOUR)] : [], exdates: [] };
  }),
);
const text = oneOf('a', 'b', 'c');
const fields = fc.record({ title: text, description: text, location: text, time, recurrence });
const dates = fc.dictionary(
  oneOf('0', '1', '2', '3'),
  fc.oneof(
    fc.constant({ cancelled: true as const }),
    fc.record({
      moved: oneOf(0, 1, 5),
      title: fc.option(text, { nil: undefined }),
      transparency: oneOf(undefined, 'transparent' as const),
    }),
  ),
);

type Fields = typeof fields extends fc.Arbitrary<infer F> ? F : never;
type Dates = typeof dates extends fc.Arbitrary<infer D> ? D : never;

function contentOf({ time: span, ...rest }: Fields, changed: Dates): AppointmentContent {
  const overrides = Object.entries(changed).map(([week, change]): Override => {
    const recurrenceId = later(span.start, Number(week) * 7 * 24 * HOUR);
    if ('cancelled' in change) return { recurrenceId, cancelled: true };
    const { moved, title, transparency } = change;
    return { recurrenceId, ...(moved > 0 && { start: later(recurrenceId, moved * 24 * HOUR) }), title, transparency };
  });
  return canonical({ ...rest, ...span, transparency: 'opaque', visibility: 'default', overrides });
}

const KEYS = ['title', 'description', 'location', 'time', 'recurrence', 'dates'] as const;
const edit = fc.record({ keys: fc.subarray([...KEYS]), fields, dates });

/**
 * Two sides that have gone their own ways from one canonical content, some fields and dates of which each has changed.
 */
export const diverged = fc
  .record({ fields, dates, ours: edit, theirs: edit })
  .map(({ fields: first, dates: changed, ours, theirs }) => {
    const edited = (by: typeof ours): AppointmentContent => {
      const values = Object.entries(by.fields).filter(([key]) => by.keys.some((chosen) => chosen === key));
      const also = by.keys.includes('dates') ? by.dates : {};
      return contentOf({ ...first, ...Object.fromEntries(values) }, { ...changed, ...also });
    };
    return { base: contentOf(first, changed), ours: edited(ours), theirs: edited(theirs) };
  });
