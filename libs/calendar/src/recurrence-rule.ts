import { DomainError } from '@kalends/kernel';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** `ordinal` 0 means every such weekday; `weekday` 0 is Sunday. */
export interface WeekdayNumber {
  readonly ordinal: number;
  readonly weekday: number;
}

/** A vetted RRULE (RFC 5545 section 3.3.10). An empty list is an absent part. */
export interface RecurrenceRule {
  readonly freq: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** As written: `20261231`, `20261231T080000Z` or (outside the RFC, but met) `20261231T080000`. */
  readonly until: string | null;
  readonly byMonth: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byDay: readonly WeekdayNumber[];
  readonly bySetPos: readonly number[];
  readonly weekStart: number;
}

export const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

const MAX_LENGTH = 512;
const MAX_INTERVAL = 999;
const MAX_COUNT = 10_000;
const MAX_BY_PRODUCT = 400;

const PARTS = [
  'FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYMONTH', 'BYWEEKNO', 'BYYEARDAY', 'BYMONTHDAY', 'BYDAY', 'BYSETPOS',
] as const; // prettier-ignore
type Part = (typeof PARTS)[number];

/**
 * Reads an RRULE value (without the name `RRULE:`) by an allow-list of what an appointment needs: DAILY to YEARLY,
 * INTERVAL ≤ 999, COUNT ≤ 10,000, no lists of hours, minutes or seconds, at most 400 combinations of BY values. Nothing
 * else ever reaches an expansion.
 * @throws DomainError `recurrence/not-supported`
 */
export function vetRule(rule: string): RecurrenceRule {
  const parts = partsOf(rule);
  const freq = oneOf(parts.get('FREQ') ?? '', ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const);
  if (parts.has('COUNT') && parts.has('UNTIL')) refuse('COUNT and UNTIL exclude each other');
  const vetted: RecurrenceRule = {
    freq,
    interval: parts.has('INTERVAL') ? integer(parts.get('INTERVAL')!, 1, MAX_INTERVAL) : 1,
    count: parts.has('COUNT') ? integer(parts.get('COUNT')!, 1, MAX_COUNT) : null,
    until: parts.has('UNTIL') ? untilOf(parts.get('UNTIL')!) : null,
    byMonth: list(parts.get('BYMONTH')).map((value) => integer(value, 1, 12)),
    byWeekNo: signed(parts.get('BYWEEKNO'), 53),
    byYearDay: signed(parts.get('BYYEARDAY'), 366),
    byMonthDay: signed(parts.get('BYMONTHDAY'), 31),
    byDay: list(parts.get('BYDAY')).map(weekdayNumber),
    bySetPos: signed(parts.get('BYSETPOS'), 366),
    weekStart: parts.has('WKST') ? WEEKDAYS.indexOf(oneOf(parts.get('WKST')!, WEEKDAYS)) : 1,
  };
  vetCombination(vetted);
  return vetted;
}

function vetCombination(rule: RecurrenceRule): void {
  const { freq, byDay, byWeekNo, byYearDay, byMonthDay, byMonth, bySetPos } = rule;
  const lists = [byMonth, byWeekNo, byYearDay, byMonthDay, byDay, bySetPos];
  if (lists.reduce((product, values) => product * Math.max(1, values.length), 1) > MAX_BY_PRODUCT)
    refuse('it has too many BY values');
  if (freq !== 'YEARLY' && (byWeekNo.length > 0 || byYearDay.length > 0))
    refuse('BYWEEKNO and BYYEARDAY need FREQ=YEARLY');
  if (freq === 'WEEKLY' && byMonthDay.length > 0) refuse('BYMONTHDAY does not go with FREQ=WEEKLY');
  const ordinals = byDay.some(({ ordinal }) => ordinal !== 0);
  if (ordinals && (freq === 'DAILY' || freq === 'WEEKLY' || byWeekNo.length > 0))
    refuse('numbered weekdays need months or years');
  if (bySetPos.length > 0 && lists.slice(0, -1).every((values) => values.length === 0))
    refuse('BYSETPOS needs another BY part');
}

function partsOf(rule: string): Map<Part, string> {
  if (rule.length > MAX_LENGTH) refuse('it is too long');
  const parts = new Map<Part, string>();
  for (const text of rule.trim().toUpperCase().split(';')) {
    const [name = '', value, ...more] = text.split('=');
    if (!value || more.length > 0) refuse('it is not a list of NAME=VALUE');
    const part = oneOf(name, PARTS);
    if (parts.has(part)) refuse(`${part} stands twice`);
    parts.set(part, value);
  }
  return parts;
}

const list = (value: string | undefined): readonly string[] => (value === undefined ? [] : value.split(','));

const signed = (value: string | undefined, max: number): readonly number[] =>
  list(value).map((text) => integer(text, -max, max) || refuse('0 has no meaning in a BY part'));

function integer(text: string, min: number, max: number): number {
  const value = /^[+-]?\d{1,5}$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? value : refuse(`a number is not between ${min} and ${max}`);
}

function weekdayNumber(text: string): WeekdayNumber {
  const weekday = oneOf(text.slice(-2), WEEKDAYS);
  const ordinal = text.length > 2 ? integer(text.slice(0, -2), -53, 53) || refuse('0 has no meaning in BYDAY') : 0;
  return { ordinal, weekday: WEEKDAYS.indexOf(weekday) };
}

function untilOf(text: string): string {
  if (!/^\d{8}(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/.test(text)) refuse('UNTIL is not a date or time');
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
  const milliseconds = Date.parse(date);
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(date))
    refuse('UNTIL is not an existing date');
  return text;
}

function oneOf<const T extends string>(text: string, allowed: readonly T[]): T {
  return allowed.find((value) => value === text) ?? refuse(`“${text.slice(0, 20)}” is not supported`);
}

function refuse(reason: string): never {
  throw new DomainError('invalid', 'recurrence/not-supported', `This repetition can't be kept: ${reason}.`, { reason });
}
