import {
  canonical,
  fromWallClock,
  isWholeDay,
  knownRecurrenceIds,
  timeKey,
  vetContent,
  wallClock,
  zonedInstant,
  type AppointmentContent,
  type CalendarTime,
  type Override,
  type Recurrence,
} from '@kalends/calendar';
import { DomainError } from '@kalends/kernel';
import type { GoogleEvent, GoogleTime } from './google-event';

/**
 * Canonical content of a single event, or of a series with its changed and cancelled instances (Google:
 * `originalStartTime` is the RECURRENCE-ID). Times without a zone are in the calendar's, which is IANA.
 * @throws DomainError `google-event/incomplete`, `recurrence/not-supported`, `time-zone/unknown`, `content/not-
 * allowed`, `calendar-time/invalid`: the event can't be an appointment; it must be reported, not guessed at
 */
export function contentFromEvents(
  master: GoogleEvent,
  instances: readonly GoogleEvent[],
  calendarTimeZone: string,
): AppointmentContent {
  const start = timeFrom(master.start, calendarTimeZone);
  const overrides = instances
    .map((instance) => overrideFrom(instance, calendarTimeZone))
    // Left over from before the series changed between times and whole days.
    .filter(({ recurrenceId }) => isWholeDay(recurrenceId) === isWholeDay(start));
  const content: AppointmentContent = {
    ...textsOf(master),
    start,
    end: timeFrom(master.end, calendarTimeZone),
    visibility: visibilityOf(master.visibility),
    recurrence: withoutOwn(recurrenceFrom(master.recurrence ?? [], start), overrides),
    overrides,
  };
  vetContent(content);
  return canonical(content);
}

/**
 * Ids of the instances that show although the series, `content`, has no such date: changed dates outlive a change of their
 * series' times when they are written at that very moment.
 */
export function orphansOf(
  content: AppointmentContent,
  instances: readonly (GoogleEvent & { readonly id: string })[],
  calendarTimeZone: string,
): readonly string[] {
  const { start, recurrence } = content;
  const dated = instances
    .filter(({ status }) => status !== 'cancelled')
    .map(({ id, originalStartTime }) => ({ id, date: timeFrom(originalStartTime, calendarTimeZone) }));
  const dates = dated.map(({ date }) => date).filter((date) => isWholeDay(date) === isWholeDay(start));
  const known = recurrence === null ? new Set<string>() : knownRecurrenceIds(start, recurrence, dates);
  return dated.filter(({ date }) => !known.has(timeKey(date))).map(({ id }) => id);
}

/** An EXDATE does not reach a date that has become an event of its own. */
function withoutOwn(recurrence: Recurrence | null, overrides: readonly Override[]): Recurrence | null {
  if (recurrence === null) return null;
  const own = new Set(overrides.map(({ recurrenceId }) => timeKey(recurrenceId)));
  return { ...recurrence, exdates: recurrence.exdates.filter((date) => !own.has(timeKey(date))) };
}

function overrideFrom(instance: GoogleEvent, calendarTimeZone: string): Override {
  const recurrenceId = timeFrom(instance.originalStartTime, calendarTimeZone);
  if (instance.status === 'cancelled') return { recurrenceId, cancelled: true };
  const [start, end] = [timeFrom(instance.start, calendarTimeZone), timeFrom(instance.end, calendarTimeZone)];
  return { recurrenceId, start, end, ...textsOf(instance) };
}

const textsOf = (event: GoogleEvent) => ({
  title: event.summary ?? '',
  description: event.description ?? '',
  location: event.location ?? '',
  transparency: event.transparency === 'transparent' ? ('transparent' as const) : ('opaque' as const),
});

/** `confidential` is an old name of private. */
function visibilityOf(visibility: string | null | undefined): AppointmentContent['visibility'] {
  if (visibility === 'public') return 'public';
  return visibility === 'private' || visibility === 'confidential' ? 'private' : 'default';
}

function timeFrom(time: GoogleTime | null | undefined, calendarTimeZone: string): CalendarTime {
  if (time?.date) return { date: time.date };
  const instant = new Date(time?.dateTime ?? NaN);
  if (Number.isNaN(instant.getTime())) {
    throw new DomainError('invalid', 'google-event/incomplete', 'The event has no start or end.');
  }
  return zonedInstant(instant, time?.timeZone ?? calendarTimeZone);
}

/**
 * RRULE, RDATE and EXDATE lines (RFC 5545 sections 3.8.5); EXRULE and a second RRULE are more than a series here can
 * say.
 */
function recurrenceFrom(lines: readonly string[], start: CalendarTime): Recurrence | null {
  if (lines.length === 0) return null;
  const read = lines.map(lineFrom);
  const values = (name: string) => read.filter((line) => line.name === name);
  const rules = values('RRULE');
  if (rules.length > 1 || values('EXRULE').length > 0) refuse('it has more than one rule');
  return {
    rule: rules[0]?.value ?? '',
    rdates: values('RDATE').flatMap((line) => datesFrom(line, start)),
    exdates: values('EXDATE').flatMap((line) => datesFrom(line, start)),
  };
}

interface Line {
  readonly name: string;
  readonly zone: string | undefined;
  readonly value: string;
}

function lineFrom(text: string): Line {
  const [, name, parameters = '', value] = /^(RRULE|EXRULE|RDATE|EXDATE)((?:;[^:]*)?):(.+)$/i.exec(text.trim()) ?? [];
  if (!name || !value) return refuse('a line of it is not understood');
  return { name: name.toUpperCase(), zone: /;TZID="?([^;"]+)"?/i.exec(parameters)?.[1], value };
}

function datesFrom({ value, zone }: Line, start: CalendarTime): readonly CalendarTime[] {
  return value.split(',').map((text) => {
    const [, year, month, day, hour, minute, second, utc] =
      /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(text.trim()) ?? refuse('a date of it is not understood');
    const date = `${year}-${month}-${day}`;
    if (isWholeDay(start)) return { date };
    // A bare date in a series of times means the occurrence of that day.
    if (hour === undefined) return fromWallClock(date + wallClock(start).slice(10), start.zone);
    const local = `${date}T${hour}:${minute}:${second}`;
    return utc ? { at: `${local}Z`, zone: start.zone } : fromWallClock(local, zone ?? start.zone);
  });
}

function refuse(reason: string): never {
  throw new DomainError('invalid', 'recurrence/not-supported', `This repetition can't be kept: ${reason}.`, { reason });
}
