import ICAL from 'ical.js';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import { fromWallClock, isWholeDay, wallClock } from './calendar-time';
import { canonical } from './canonical';
import type { AppointmentContent, CalendarTime, ChangedOverride } from './content';
import { occurrenceTimes } from './occurrence-times';
import { sameTimeZone } from './time-zone';

/** Parameter on a time in UTC that names the zone in which it is shown. */
export const ZONE_PARAMETER = 'x-kalends-tzid';

export interface ICalendarIdentity {
  readonly uid: string;
  /** DTSTAMP: when this was written. */
  readonly stamp: Date;
}

/**
 * One VCALENDAR object (RFC 5545): the appointment, its changed dates as VEVENTs with RECURRENCE-ID, its cancelled ones
 * as EXDATE, and a VTIMEZONE for each zone, whose TZID is the IANA name as given.
 * @throws DomainError `recurrence/not-supported`, `time-zone/unknown`
 */
export function toICalendar(content: AppointmentContent, identity: ICalendarIdentity): string {
  const { recurrence, overrides, ...series } = canonical(content);
  const master = eventOf(series, identity);
  if (recurrence) {
    if (recurrence.rule !== '') master.addPropertyWithValue('rrule', ICAL.Recur.fromString(recurrence.rule));
    for (const time of recurrence.rdates) addTime(master, 'rdate', time);
    for (const { recurrenceId, cancelled } of overrides) if (cancelled) addTime(master, 'exdate', recurrenceId);
  }
  const changed = overrides.filter((override): override is ChangedOverride => !override.cancelled);
  const events = changed.map((override) => {
    const event = eventOf(
      { ...series, ...override, ...occurrenceTimes(series, override.recurrenceId, override) },
      identity,
    );
    addTime(event, 'recurrence-id', override.recurrenceId);
    return event;
  });
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//Kalends//Kalends//EN');
  for (const zone of zonesOf([series, ...changed])) calendar.addSubcomponent(timeZoneComponent(zone));
  for (const event of [master, ...events]) calendar.addSubcomponent(event);
  return `${calendar.toString()}\r\n`;
}

type Event = Omit<AppointmentContent, 'recurrence' | 'overrides'>;

function eventOf(event: Event, { uid, stamp }: ICalendarIdentity): ICAL.Component {
  const component = new ICAL.Component('vevent');
  component.addPropertyWithValue('uid', uid);
  component.addPropertyWithValue('dtstamp', ICAL.Time.fromJSDate(stamp, true));
  addTime(component, 'dtstart', event.start);
  addTime(component, 'dtend', event.end);
  component.addPropertyWithValue('summary', event.title);
  if (event.description !== '') component.addPropertyWithValue('description', event.description);
  if (event.location !== '') component.addPropertyWithValue('location', event.location);
  component.addPropertyWithValue('transp', event.transparency.toUpperCase());
  if (event.visibility !== 'default') component.addPropertyWithValue('class', event.visibility.toUpperCase());
  return component;
}

function addTime(component: ICAL.Component, name: string, time: CalendarTime): void {
  const property = new ICAL.Property(name, component);
  if (isWholeDay(time)) property.setValue(ICAL.Time.fromDateString(time.date));
  else if (isUtc(time.zone)) property.setValue(ICAL.Time.fromDateTimeString(time.at));
  else if (fromWallClock(wallClock(time), time.zone).at === time.at) {
    property.setValue(ICAL.Time.fromDateTimeString(wallClock(time)));
    property.setParameter('tzid', time.zone);
  } else {
    // The second pass of the hour that comes twice has no wall-clock form (RFC 5545 section 3.3.5): everybody is told
    // the instant.
    property.setValue(ICAL.Time.fromDateTimeString(time.at));
    property.setParameter(ZONE_PARAMETER, time.zone);
  }
  component.addProperty(property);
}

const isUtc = (zone: string): boolean => sameTimeZone(zone, 'UTC');

function zonesOf(
  spans: readonly { readonly start?: CalendarTime; readonly end?: CalendarTime }[],
): ReadonlySet<string> {
  const times = spans.flatMap(({ start, end }) => [start, end]);
  const zones = times.flatMap((time) => (time && !isWholeDay(time) && !isUtc(time.zone) ? [time.zone] : []));
  return new Set(zones);
}

/** The library knows old names too, but answers under the new one. */
function timeZoneComponent(zone: string): ICAL.Component {
  const [block = ''] = tzlib_get_ical_block(zone, false);
  const component = new ICAL.Component(ICAL.parse(block) as ConstructorParameters<typeof ICAL.Component>[0]);
  component.updatePropertyWithValue('tzid', zone);
  return component;
}
