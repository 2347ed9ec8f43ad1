import { isWholeDay } from './calendar-time';
import type { CalendarTime } from './content';
import { untilFor } from './recurrence-set';
import { vetRule, WEEKDAYS, type RecurrenceRule } from './recurrence-rule';

/**
 * The rule with its parts in one order, its lists sorted, what is the default left out, and UNTIL in the form that RFC
 * 5545 section 3.3.10 asks for: a date for whole days, else UTC.
 * @throws DomainError `recurrence/not-supported`
 */
export function canonicalRule(text: string, start: CalendarTime): string {
  const rule = vetRule(text);
  const parts: readonly (readonly [string, string | number | null])[] = [
    ['FREQ', rule.freq],
    ['INTERVAL', rule.interval === 1 ? null : rule.interval],
    ['COUNT', rule.count],
    ['UNTIL', rule.until === null ? null : compact(untilFor(rule.until, start))],
    ['BYMONTH', numbers(rule.byMonth)],
    ['BYWEEKNO', numbers(rule.byWeekNo)],
    ['BYYEARDAY', numbers(rule.byYearDay)],
    ['BYMONTHDAY', numbers(rule.byMonthDay)],
    ['BYDAY', weekdays(rule)],
    ['BYSETPOS', numbers(rule.bySetPos)],
    ['WKST', weekStartMatters(rule) && rule.weekStart !== 1 ? WEEKDAYS[rule.weekStart]! : null],
  ];
  return parts.flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`])).join(';');
}

const numbers = (values: readonly number[]): string | null =>
  values.length === 0 ? null : [...new Set(values)].sort((a, b) => a - b).join(',');

function weekdays({ byDay }: RecurrenceRule): string | null {
  if (byDay.length === 0) return null;
  const sorted = [...byDay].sort((a, b) => a.ordinal - b.ordinal || ((a.weekday + 6) % 7) - ((b.weekday + 6) % 7));
  return [...new Set(sorted.map(({ ordinal, weekday }) => `${ordinal || ''}${WEEKDAYS[weekday]}`))].join(',');
}

/** WKST decides only where weeks are counted: every second week, week numbers, positions within a week. */
const weekStartMatters = ({ freq, interval, byWeekNo, bySetPos }: RecurrenceRule): boolean =>
  byWeekNo.length > 0 || (freq === 'WEEKLY' && (interval > 1 || bySetPos.length > 0));

const compact = (time: CalendarTime): string => (isWholeDay(time) ? time.date : time.at).replace(/[-:]/g, '');
