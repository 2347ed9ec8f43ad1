import type { CalendarTime } from '../api/scheduling';
import { isAmbiguous } from './wall-time';

const noon = (date: string): Date => new Date(`${date}T12:00:00Z`);

/** Writes dates and times of one branch in one language. */
export interface TimeWriter {
  /** 10:00, with the zone's name in the hour that happens twice. */
  clock(at: string): string;
  /** Saturday, 21 November 2026 */
  longDate(date: string): string;
  /** Sat, 21 Nov */
  shortDate(date: string): string;
  /** Sat, 21 Nov, 10:00 – 10:30, or the days of an all-day appointment. */
  span(start: CalendarTime, end: CalendarTime): string;
  /** 21 Nov, 10:00:05 */
  moment(at: string): string;
  /** One CalendarTime by itself. */
  time(time: CalendarTime): string;
  /** "12 seconds ago"; `brief` "12 s ago". */
  ago(seconds: number, brief?: boolean): string;
}

export function timeWriter(language: string, zone: string): TimeWriter {
  const format = (options: Intl.DateTimeFormatOptions, timeZone = zone) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone });
  const clockFormat = format({ hour: '2-digit', minute: '2-digit' });
  const clockWithZone = format({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
  const dayOfInstant = format({ weekday: 'short', day: 'numeric', month: 'short' });
  const shortDay = format({ weekday: 'short', day: 'numeric', month: 'short' }, 'UTC');
  const longDay = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, 'UTC');
  const momentFormat = format({
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'long' });
  const brief = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'narrow' });

  const clock = (at: string): string => (isAmbiguous(at, zone) ? clockWithZone : clockFormat).format(new Date(at));
  const shortDate = (date: string): string => shortDay.format(noon(date));
  const time = (value: CalendarTime): string =>
    'date' in value ? shortDate(value.date) : `${dayOfInstant.format(new Date(value.at))}, ${clock(value.at)}`;

  return {
    clock,
    shortDate,
    time,
    longDate: (date) => longDay.format(noon(date)),
    moment: (at) => momentFormat.format(new Date(at)),
    ago(seconds, isBrief = false) {
      const format = isBrief ? brief : relative;
      if (seconds < 60) return format.format(-seconds, 'second');
      if (seconds < 3600) return format.format(-Math.floor(seconds / 60), 'minute');
      if (seconds < 86_400) return format.format(-Math.floor(seconds / 3600), 'hour');
      return format.format(-Math.floor(seconds / 86_400), 'day');
    },
    span(start, end) {
      if ('date' in start || 'date' in end) return allDaySpan(start, end, shortDay);
      const sameDay = dayOfInstant.format(new Date(start.at)) === dayOfInstant.format(new Date(end.at));
      return `${time(start)} – ${sameDay ? clock(end.at) : time(end)}`;
    },
  };
}

/** The end of an all-day appointment is exclusive: 21 to 22 November is one day, the 21st. */
function allDaySpan(start: CalendarTime, end: CalendarTime, day: Intl.DateTimeFormat): string {
  if (!('date' in start) || !('date' in end)) return '';
  const last = new Date(noon(end.date).getTime() - 86_400_000);
  const first = noon(start.date);
  return last > first ? day.formatRange(first, last) : day.format(first);
}
