import { appointment } from '../test/contents';
import type { AppointmentContent } from './content';
import { vetRule } from './recurrence-rule';
import { isTimeZone } from './time-zone';
import { vetContent } from './vet-content';

const wholeDay = (part: Partial<AppointmentContent>): AppointmentContent =>
  appointment({ start: { date: '2026-03-02' }, end: { date: '2026-03-03' }, ...part });

const at = (instant: string, zone = 'Europe/Berlin') => ({ at: instant, zone });

describe('a content', () => {
  it.each<[string, Partial<AppointmentContent>]>([
    ['whole days', {}],
    ['no length', { start: at('2026-03-02T08:00:00Z'), end: at('2026-03-02T08:00:00Z') }],
    [
      'an old zone name (S30)',
      { start: at('2026-03-02T08:00:00Z', 'Europe/Kiev'), end: at('2026-03-02T09:00:00Z', 'Europe/Kiev') },
    ],
    ['29 February', { start: { date: '2028-02-29' }, end: { date: '2028-03-01' } }],
  ])('may have %s', (_, part) => {
    expect(vetContent(wholeDay(part))).toEqual(wholeDay(part));
  });

  it.each<[string, Partial<AppointmentContent>, string]>([
    ['an end before its start', { end: { date: '2026-03-01' } }, 'The end is before the start'],
    ['a whole day without a day', { end: { date: '2026-03-02' } }, 'The end is before the start'],
    ['ten years', { end: { date: '2036-03-02' } }, 'longer than a year'],
    ['a time with a date', { end: at('2026-03-03T08:00:00Z') }, 'both be times or both be dates'],
    ['a day that does not exist', { start: { date: '2026-02-29' } }, 'not a date or time'],
    ['a year beyond reach', { start: { date: '0001-01-01' } }, 'not a date or time'],
    [
      'parts of seconds',
      { start: at('2026-03-02T08:00:00.5Z'), end: at('2026-03-02T09:00:00Z') },
      'not a date or time',
    ],
    [
      'an unknown zone (S30)',
      { start: at('2026-03-02T08:00:00Z', 'Mars/Olympus'), end: at('2026-03-02T09:00:00Z') },
      'not a known time zone',
    ],
    ['a text without end', { description: 'x'.repeat(8_193) }, 'longer than 8192 characters'],
    ['a rule by the second', { recurrence: { rule: 'FREQ=SECONDLY', rdates: [], exdates: [] } }, "can't be kept"],
    [
      'dates of another kind',
      { recurrence: { rule: '', rdates: [at('2026-03-02T08:00:00Z')], exdates: [] } },
      'same kind',
    ],
    [
      'an override that ends before it starts',
      { overrides: [{ recurrenceId: { date: '2026-03-02' }, end: { date: '2026-03-01' } }] },
      'The end is before',
    ],
  ])('may not have %s', (_, part, reason) => {
    expect(() => vetContent(wholeDay(part))).toThrow(reason);
  });
});

describe('a rule', () => {
  it.each([
    'FREQ=HOURLY',
    'FREQ=MINUTELY;COUNT=2',
    'FREQ=DAILY;BYHOUR=1',
    'FREQ=DAILY;BYMINUTE=1',
    'FREQ=DAILY;BYSECOND=1',
    'FREQ=DAILY;INTERVAL=1000',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;INTERVAL=1e2',
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=10001',
    'FREQ=DAILY;COUNT=2;UNTIL=20260301',
    'FREQ=DAILY;UNTIL=20260231',
    'FREQ=DAILY;UNTIL=tomorrow',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;RSCALE=CHINESE',
    'FREQ=DAILY;BYDAY=1MO',
    'FREQ=MONTHLY;BYWEEKNO=1',
    'FREQ=WEEKLY;BYMONTHDAY=1',
    'FREQ=MONTHLY;BYMONTHDAY=0',
    'FREQ=MONTHLY;BYMONTHDAY=32',
    'FREQ=MONTHLY;BYDAY=XX',
    'FREQ=MONTHLY;BYSETPOS=1',
    'INTERVAL=2',
    '',
    'FREQ',
    'FREQ=DAILY;',
    `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 366 }, (_, day) => day + 1).join(',')}`,
    `FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=${Array.from({ length: 31 }, (_, day) => day + 1).join(',')};BYSETPOS=1,2`,
  ])('is refused: %s', (rule) => {
    expect(() => vetRule(rule)).toThrow("This repetition can't be kept");
  });
});

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'Europe/Kiev', 'America/Argentina/Buenos_Aires', 'UTC', 'Etc/GMT+1'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', '+01:00', 'Mars/Olympus', 'Europe/Berlin ', 'x'.repeat(100), '__proto__'])('is not “%s”', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
