import {
  type AppointmentContent,
  type CalendarTime,
  type Override,
  fromWallClock,
  isWholeDay,
  lengthOf,
  later,
  occurrences,
  timeKey,
  vetRule,
  wallClock,
} from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';

/** The series without the one occurrence; it stays in the set as a cancelled override, so that it can come back. */
export function cancelOccurrence(content: AppointmentContent, recurrenceId: CalendarTime): AppointmentContent {
  const own = originalTime(content, recurrenceId);
  return withOverride(content, { recurrenceId: own, cancelled: true });
}

/** The series with one occurrence at another time; what else differs of it stays. */
export function moveOccurrence(
  content: AppointmentContent,
  recurrenceId: CalendarTime,
  start: CalendarTime,
  end: CalendarTime,
): AppointmentContent {
  const own = originalTime(content, recurrenceId);
  const present = content.overrides.find((override) => timeKey(override.recurrenceId) === timeKey(own));
  return withOverride(content, { ...(present?.cancelled ? {} : present), recurrenceId: own, start, end });
}

/**
 * The whole series at another time. Its exceptions move along by the same span on the clock, so that they stay on their
 * occurrences; an exception that had a time of its own keeps that time.
 * @throws DomainError `appointment/series-day-fixed` when its rule names the days and the day changes
 */
export function moveSeries(content: AppointmentContent, start: CalendarTime, end: CalendarTime): AppointmentContent {
  const { recurrence, overrides } = content;
  if (!recurrence) return { ...content, start, end };
  if (isWholeDay(start) !== isWholeDay(content.start)) {
    throw new DomainError(
      'invalid',
      'appointment/series-kind',
      'A series can not change between whole days and times; make a new one.',
    );
  }
  const span = lengthOf(onTheClock(content.start), onTheClock(start));
  if (dayOnTheClock(start) !== dayOnTheClock(content.start) && namesDays(recurrence.rule)) {
    throw new DomainError(
      'invalid',
      'appointment/series-day-fixed',
      'The rule of this series names its days; change the rule together with the day.',
    );
  }
  const shift = (time: CalendarTime): CalendarTime => shiftOnTheClock(time, span);
  return {
    ...content,
    start,
    end,
    recurrence: { ...recurrence, rdates: recurrence.rdates.map(shift) },
    overrides: overrides.map((override) => ({ ...override, recurrenceId: shift(override.recurrenceId) })),
  };
}

/** The series' own time of the occurrence that `recurrenceId` means. */
function originalTime(content: AppointmentContent, recurrenceId: CalendarTime): CalendarTime {
  if (!content.recurrence) {
    throw new DomainError(
      'invalid',
      'appointment/not-a-series',
      'This appointment takes place once; leave the recurrence id out.',
    );
  }
  const key = timeKey(recurrenceId);
  const at = Date.parse(key);
  const found = occurrences(
    { ...content, overrides: [] },
    { start: new Date(at), end: new Date(at + 1000) },
    { zoneForDates: 'UTC' },
  ).find((occurrence) => occurrence.recurrenceId && timeKey(occurrence.recurrenceId) === key);
  if (found?.recurrenceId) return found.recurrenceId;
  throw new DomainError('invalid', 'appointment/no-such-occurrence', 'The series has no occurrence at that time.');
}

const withOverride = (content: AppointmentContent, override: Override): AppointmentContent => ({
  ...content,
  overrides: [
    ...content.overrides.filter(({ recurrenceId }) => timeKey(recurrenceId) !== timeKey(override.recurrenceId)),
    override,
  ],
});

const namesDays = (rule: string): boolean => {
  if (rule === '') return false;
  const { byDay, byMonthDay, byYearDay, byMonth, byWeekNo } = vetRule(rule);
  return [byDay, byMonthDay, byYearDay, byMonth, byWeekNo].some((part) => part.length > 0);
};

/** The wall clock's reading as if it were UTC, so that spans can be counted on the clock. */
const onTheClock = (time: CalendarTime): CalendarTime =>
  isWholeDay(time) ? time : { at: `${wallClock(time)}Z`, zone: 'UTC' };

const dayOnTheClock = (time: CalendarTime): string => timeKey(onTheClock(time)).slice(0, 10);

const shiftOnTheClock = (time: CalendarTime, span: number): CalendarTime =>
  isWholeDay(time) ? later(time, span) : fromWallClock(timeKey(later(onTheClock(time), span)).slice(0, -1), time.zone);
