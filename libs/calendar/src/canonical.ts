import { isWholeDay, sameTime, timeKey, zonedInstant } from './calendar-time';
import { canonicalRule } from './canonical-rule';
import type { AppointmentContent, CalendarTime, ChangedOverride, Override, Recurrence, ZonedInstant } from './content';
import { inZoneOf, occurrenceTimes } from './occurrence-times';
import { plainLine, plainText } from './plain-text';
import { knownRecurrenceIds } from './recurrence-set';

/**
 * The one form of all contents that say the same, so that a round trip through Google or iCalendar is no change: plain
 * tidy text, one spelling of the rule, everything sorted, EXDATEs written as cancelled overrides, overrides reduced to
 * what differs from the series, those of dates that the series does not have (and RDATEs of another kind than its
 * start) dropped. Zone names stay as given. Canonical of canonical is itself.
 * @param content has passed `vetContent`, or came from a side that vets
 * @throws DomainError `recurrence/not-supported`, `time-zone/unknown`
 */
export function canonical(content: AppointmentContent): AppointmentContent {
  let known = canonicals.get(content);
  if (known === undefined) canonicals.set(content, (known = canonicalOf(content)));
  return known;
}

/** Contents are never changed, so what one comes to holds for as long as it lives: both sides are compared again and again. */
const canonicals = new WeakMap<AppointmentContent, AppointmentContent>();

function canonicalOf(content: AppointmentContent): AppointmentContent {
  const start = canonicalTime(content.start);
  const recurrence = canonicalRecurrence(content.recurrence, start);
  const series: AppointmentContent = {
    title: plainLine(content.title),
    description: plainText(content.description),
    location: plainLine(content.location),
    start,
    end: canonicalTime(content.end),
    transparency: content.transparency,
    visibility: content.visibility,
    recurrence,
    overrides: [],
  };
  if (recurrence === null) return series;
  const cancelled = content.recurrence!.exdates.map((recurrenceId): Override => ({ recurrenceId, cancelled: true }));
  return { ...series, overrides: canonicalOverrides(series, recurrence, [...content.overrides, ...cancelled]) };
}

/** Do both say the same? Spelling of texts, rules and zone names, order and doubles do not count. */
export const sameContent = (a: AppointmentContent, b: AppointmentContent): boolean =>
  sameValue(canonical(a), canonical(b));

/** Equality of canonical contents and their parts: plain JSON, where aliases of a time zone are the same zone. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isZoned(a) && isZoned(b)) return sameTime(a, b);
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  return (
    keys.length === Object.keys(b).filter((key) => b[key] !== undefined).length &&
    keys.every((key) => sameValue(a[key], b[key]))
  );
}

function canonicalRecurrence(recurrence: Recurrence | null, start: CalendarTime): Recurrence | null {
  if (recurrence === null) return null;
  const times = recurrence.rdates.filter((time) => isWholeDay(time) === isWholeDay(start));
  if (recurrence.rule === '' && times.length === 0) return null;
  const rdates = new Map(times.map((time) => [timeKey(canonicalTime(time)), inZoneOf(start, canonicalTime(time))]));
  return {
    rule: recurrence.rule === '' ? '' : canonicalRule(recurrence.rule, start),
    rdates: [...rdates.values()].sort(byKey),
    exdates: [],
  };
}

function canonicalOverrides(
  series: AppointmentContent,
  recurrence: Recurrence,
  overrides: readonly Override[],
): readonly Override[] {
  const ids = overrides.map(({ recurrenceId }) => inZoneOf(series.start, canonicalTime(recurrenceId)));
  const known = knownRecurrenceIds(series.start, recurrence, ids);
  const kept = new Map<string, Override>();
  overrides.forEach((override, index) => {
    const recurrenceId = ids[index]!;
    const reduced = override.cancelled
      ? { recurrenceId, cancelled: true as const }
      : reduce(series, recurrenceId, override);
    if (!known.has(timeKey(recurrenceId))) return;
    if (reduced === null) kept.delete(timeKey(recurrenceId));
    else kept.set(timeKey(recurrenceId), reduced);
  });
  return [...kept.values()].sort((a, b) => byKey(a.recurrenceId, b.recurrenceId));
}

/**
 * What of the override differs from the series' own occurrence; null when nothing does. Start and end stay together.
 */
function reduce(
  series: AppointmentContent,
  recurrenceId: CalendarTime,
  override: ChangedOverride,
): ChangedOverride | null {
  const own = occurrenceTimes(series, recurrenceId);
  const { start, end } = occurrenceTimes(series, recurrenceId, override);
  const times = { start: canonicalTime(start), end: canonicalTime(end) };
  const text = {
    title: override.title === undefined ? undefined : plainLine(override.title),
    description: override.description === undefined ? undefined : plainText(override.description),
    location: override.location === undefined ? undefined : plainLine(override.location),
    transparency: override.transparency,
  };
  const different = Object.entries(text).filter(
    ([field, value]) => value !== undefined && value !== series[field as keyof typeof text],
  );
  const moved = !sameValue(times, own);
  if (!moved && different.length === 0) return null;
  return { recurrenceId, ...(moved && times), ...Object.fromEntries(different) };
}

const canonicalTime = (time: CalendarTime): CalendarTime =>
  isWholeDay(time) ? { date: time.date } : zonedInstant(new Date(time.at), time.zone);

const byKey = (a: CalendarTime, b: CalendarTime): number =>
  timeKey(a) < timeKey(b) ? -1 : timeKey(a) > timeKey(b) ? 1 : 0;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isZoned = (value: unknown): value is ZonedInstant => isObject(value) && 'at' in value && 'zone' in value;
