import { DomainError, isDomainError } from '@kalends/kernel';
import ICAL from 'ical.js';
import { fromWallClock, isWholeDay, later } from './calendar-time';
import { canonical } from './canonical';
import type { AppointmentContent, CalendarTime, Override, Visibility } from './content';
import { isTimeZone } from './time-zone';
import { ZONE_PARAMETER } from './to-icalendar';
import { vetContent } from './vet-content';

const MAX_BYTES = 256 * 1024;
const MAX_LINES = 10_000;
const MAX_LINE = 64 * 1024;
const MAX_COMPONENTS = 1_000;

export interface ICalendarAppointment {
  readonly uid: string;
  readonly content: AppointmentContent;
}

/**
 * Reads one VCALENDAR object that holds one appointment: a VEVENT, and for a series the VEVENTs with RECURRENCE-ID that
 * differ from it. Sizes are bounded before the text is parsed, recurrence is vetted, times are in IANA zones (a TZID
 * that is none is looked up by its VTIMEZONE's X-LIC-LOCATION); times without a zone are in `zoneForFloating`. The
 * result is canonical.
 * @throws DomainError `icalendar/too-large`, `icalendar/malformed`, `icalendar/not-one-appointment`, and those of
 * `vetContent`
 */
export function fromICalendar(text: string, options: { readonly zoneForFloating: string }): ICalendarAppointment {
  vetSize(text);
  const { uid, content } = understood(() => read(text, options.zoneForFloating));
  return { uid, content: canonical(vetContent(content)) };
}

function read(text: string, zoneForFloating: string): ICalendarAppointment {
  const calendar = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
  if (calendar.name !== 'vcalendar') malformed('it is not a VCALENDAR');
  const events = calendar.getAllSubcomponents('vevent');
  const masters = events.filter((event) => !event.hasProperty('recurrence-id'));
  const uids = new Set(events.map((event) => textOf(event, 'uid')));
  const [master] = masters;
  const [uid = ''] = uids;
  if (!master || masters.length > 1 || uids.size > 1 || uid === '') {
    throw new DomainError(
      'invalid',
      'icalendar/not-one-appointment',
      'A calendar object must hold exactly one appointment.',
    );
  }
  const others = events.filter((event) => event !== master);
  return { uid, content: contentOf(master, others, zoneReader(calendar, zoneForFloating)) };
}

/** From a TZID (absent: a floating time) to an IANA zone. */
type ZoneReader = (tzid: string | undefined) => string;

function contentOf(master: ICAL.Component, others: readonly ICAL.Component[], zoneOf: ZoneReader): AppointmentContent {
  const rules = master.getAllProperties('rrule');
  if (rules.length > 1 || master.hasProperty('exrule')) malformed('more than one rule is not supported');
  const rdates = timesOf(master, 'rdate', zoneOf);
  return {
    ...textsOf(master),
    ...spanOf(master, zoneOf),
    visibility: visibilityOf(textOf(master, 'class')),
    recurrence:
      rules.length === 0 && rdates.length === 0
        ? null
        : { rule: rules[0]?.getFirstValue()?.toString() ?? '', rdates, exdates: timesOf(master, 'exdate', zoneOf) },
    overrides: others.map((event) => overrideOf(event, zoneOf)),
  };
}

function overrideOf(event: ICAL.Component, zoneOf: ZoneReader): Override {
  const property = event.getFirstProperty('recurrence-id')!;
  if (property.getFirstParameter('range')) malformed('RANGE is not supported');
  const recurrenceId = timesIn(property, zoneOf)[0] ?? malformed('RECURRENCE-ID is no time');
  if (textOf(event, 'status').toUpperCase() === 'CANCELLED') return { recurrenceId, cancelled: true };
  return { recurrenceId, ...spanOf(event, zoneOf), ...textsOf(event) };
}

const textsOf = (event: ICAL.Component) => ({
  title: textOf(event, 'summary'),
  description: textOf(event, 'description'),
  location: textOf(event, 'location'),
  transparency:
    textOf(event, 'transp').toUpperCase() === 'TRANSPARENT' ? ('transparent' as const) : ('opaque' as const),
});

/** Without DTEND and DURATION a date lasts a day and a time nothing (RFC 5545 section 3.6.1). */
function spanOf(
  event: ICAL.Component,
  zoneOf: ZoneReader,
): { readonly start: CalendarTime; readonly end: CalendarTime } {
  const [start] = timesOf(event, 'dtstart', zoneOf);
  if (!start) return malformed('DTSTART is missing');
  const [end] = timesOf(event, 'dtend', zoneOf);
  if (end) return { start, end };
  const duration = event.getFirstPropertyValue('duration');
  const seconds = duration instanceof ICAL.Duration ? duration.toSeconds() : isWholeDay(start) ? 86_400 : 0;
  return { start, end: later(start, seconds * 1_000) };
}

const timesOf = (event: ICAL.Component, name: string, zoneOf: ZoneReader): readonly CalendarTime[] =>
  event.getAllProperties(name).flatMap((property) => timesIn(property, zoneOf));

function timesIn(property: ICAL.Property, zoneOf: ZoneReader): readonly CalendarTime[] {
  return property.getValues().map((value) => {
    if (!(value instanceof ICAL.Time)) return malformed(`${property.name} is no date or time`);
    const text = value.toString();
    if (value.isDate) return { date: text.slice(0, 10) };
    if (text.endsWith('Z')) return { at: text, zone: property.getFirstParameter(ZONE_PARAMETER) || 'UTC' };
    return fromWallClock(text, zoneOf(property.getFirstParameter('tzid')));
  });
}

function zoneReader(calendar: ICAL.Component, zoneForFloating: string): ZoneReader {
  const locations = new Map(
    calendar.getAllSubcomponents('vtimezone').map((zone) => [textOf(zone, 'tzid'), textOf(zone, 'x-lic-location')]),
  );
  return (tzid) => {
    if (tzid === undefined) return zoneForFloating;
    const location = locations.get(tzid);
    return !isTimeZone(tzid) && location ? location : tzid;
  };
}

function visibilityOf(value: string): Visibility {
  const name = value.toUpperCase();
  if (name === 'PUBLIC') return 'public';
  return name === 'PRIVATE' || name === 'CONFIDENTIAL' ? 'private' : 'default';
}

const textOf = (component: ICAL.Component, name: string): string => {
  const value = component.getFirstPropertyValue(name);
  return typeof value === 'string' ? value : '';
};

function vetSize(text: string): void {
  const lines = text.length > MAX_BYTES ? [] : text.split('\n');
  const components = lines.filter((line) => /^BEGIN:/i.test(line)).length;
  let unfolded = 0;
  const longest = lines.reduce((most, line) => {
    unfolded = /^[ \t]/.test(line) ? unfolded + line.length : line.length;
    return Math.max(most, unfolded);
  }, 0);
  if (
    Buffer.byteLength(text) > MAX_BYTES ||
    lines.length > MAX_LINES ||
    components > MAX_COMPONENTS ||
    longest > MAX_LINE
  ) {
    throw new DomainError('invalid', 'icalendar/too-large', 'The calendar object is too large.');
  }
}

/** The library reads values only when they are asked for, and has errors of its own. */
function understood<T>(reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (isDomainError(error)) throw error;
    return malformed('it does not follow RFC 5545', error);
  }
}

function malformed(reason: string, cause?: unknown): never {
  throw new DomainError(
    'invalid',
    'icalendar/malformed',
    `The calendar object can't be read: ${reason}.`,
    { reason },
    { cause },
  );
}
