import { errors } from '../google-error';
import { isDate, isTimeZone, parseDateTime } from '../time';
import { isAllDay, type Attendee, type EventContent, type EventTime } from './event-record';
import { keyOf, validateRecurrence } from './recurrence';
import { normalizeDescription, normalizeLine } from './text';

export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** PATCH as Google does it: objects merge, null removes, arrays and values replace. */
export function mergePatch(before: Json, patch: Json): Json {
  const merged: Json = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else if (isObject(value)) merged[key] = mergePatch(isObject(merged[key]) ? merged[key] : {}, value);
    else merged[key] = value;
  }
  return merged;
}

/** Reads a whole event resource. Absent, null and empty mean the same; unknown members are ignored. */
export function readEvent(body: Json, calendarZone: string): EventContent {
  const isSeries = Array.isArray(body.recurrence) && body.recurrence.length > 0;
  const start = readTime(body.start, 'start', calendarZone, isSeries);
  const end = readTime(body.end, 'end', calendarZone, isSeries);
  if (isAllDay(start) !== isAllDay(end))
    throw errors.invalid('Invalid start or end: both must be dates or both date-times.');
  const length = keyOf(end) - keyOf(start);
  if (length < 0 || (isAllDay(start) && length === 0)) throw errors.timeRangeEmpty();
  const recurrence = validateRecurrence(body.recurrence, start);
  const content: EventContent = {
    status: oneOf(body, 'status', ['confirmed', 'tentative', 'cancelled']) ?? 'confirmed',
    start,
    end,
    sequence: integer(body.sequence, 'sequence') ?? 0,
    eventType:
      oneOf(body, 'eventType', ['default', 'birthday', 'focusTime', 'fromGmail', 'outOfOffice', 'workingLocation']) ??
      'default',
    reminders: readReminders(body.reminders),
    recurrence,
    summary: text(body, 'summary', normalizeLine),
    description: text(body, 'description', normalizeDescription),
    location: text(body, 'location', normalizeLine),
    colorId: oneOf(
      body,
      'colorId',
      Array.from({ length: 11 }, (_, index) => String(index + 1)),
    ),
    eventLabelId: text(body, 'eventLabelId', (value) => value || undefined),
    transparency: unlessDefault(oneOf(body, 'transparency', ['opaque', 'transparent']), 'opaque'),
    visibility: unlessDefault(oneOf(body, 'visibility', ['default', 'public', 'private', 'confidential']), 'default'),
    attendees: readAttendees(body.attendees),
    extendedProperties: readProperties(body.extendedProperties),
    source: readSource(body.source),
    guestsCanInviteOthers: flagUnless(body, 'guestsCanInviteOthers', true),
    guestsCanModify: flagUnless(body, 'guestsCanModify', false),
    guestsCanSeeOtherGuests: flagUnless(body, 'guestsCanSeeOtherGuests', true),
  };
  return withoutUndefined(content);
}

export function withoutUndefined<T extends object>(value: T): T {
  const defined: Partial<T> = {};
  for (const name in value) if (value[name] !== undefined) defined[name] = value[name];
  return defined as T;
}

function readTime(value: unknown, name: 'start' | 'end', calendarZone: string, isSeries: boolean): EventTime {
  const given = isObject(value) ? withoutUndefined(value) : {};
  const { date, dateTime } = given;
  const hasDate = date !== undefined && date !== null;
  const hasDateTime = dateTime !== undefined && dateTime !== null;
  if (!hasDate && !hasDateTime) throw errors.required(`Missing ${name} time.`);
  if (hasDate && hasDateTime) throw errors.invalid(`Invalid ${name} time: give either date or dateTime.`);
  const zone = given.timeZone ?? undefined;
  if (zone !== undefined && !isTimeZone(zone)) throw errors.invalid(`Invalid time zone definition for ${name} time.`);
  if (hasDate) {
    if (!isDate(date)) throw errors.invalid(`Invalid value for: ${name}.date`);
    return { date };
  }
  if (isSeries && zone === undefined) throw errors.required(`Missing time zone definition for ${name} time.`);
  const instant = parseDateTime(dateTime, zone);
  if (instant === null) throw errors.invalid(`Invalid value for: ${name}.dateTime (a time zone offset is required)`);
  return { instant: `${new Date(instant).toISOString().slice(0, 19)}Z`, timeZone: zone ?? calendarZone };
}

function text(body: Json, name: string, normalize: (value: string) => string | undefined): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw errors.invalid(`Invalid value for: ${name}`);
  return normalize(value);
}

function oneOf<T extends string>(body: Json, name: string, values: readonly T[]): T | undefined {
  const value = body[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (!values.includes(value as T)) throw errors.invalid(`Invalid value for: ${name}`, name);
  return value as T;
}

const unlessDefault = <T>(value: T | undefined, initial: T) => (value === initial ? undefined : value);

function flagUnless(body: Json, name: string, initial: boolean): boolean | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw errors.invalid(`Invalid value for: ${name}`);
  return unlessDefault(value, initial);
}

function integer(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || (value as number) < 0) throw errors.invalid(`Invalid value for: ${name}`);
  return value as number;
}

/** At most 5 overrides, e-mail or popup, 0 to 40320 minutes (four weeks) before, and none beside useDefault. */
function readReminders(value: unknown): EventContent['reminders'] {
  if (!isObject(value)) return { useDefault: true };
  const useDefault = value.useDefault === true || (value.useDefault === undefined && value.overrides === undefined);
  const overrides = value.overrides === undefined || value.overrides === null ? [] : value.overrides;
  if (!Array.isArray(overrides) || overrides.length > 5) throw errors.invalid('Invalid value for: reminders.overrides');
  if (useDefault && overrides.length > 0)
    throw errors.invalid('Cannot specify both default reminders and overrides at the same time.');
  const read = overrides.map((override: unknown) => {
    const { method, minutes } = isObject(override) ? override : {};
    if (method !== 'email' && method !== 'popup') throw errors.invalid('Invalid value for: reminders.overrides.method');
    const before = integer(minutes, 'reminders.overrides.minutes');
    if (before === undefined || before > 40_320) throw errors.invalid('Invalid value for: reminders.overrides.minutes');
    return { method, minutes: before };
  });
  return read.length > 0 ? { useDefault, overrides: read } : { useDefault };
}

function readAttendees(value: unknown): readonly Attendee[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) throw errors.invalid('Invalid value for: attendees');
  const read = value.map((attendee: unknown): Attendee => {
    if (!isObject(attendee) || typeof attendee.email !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(attendee.email))
      throw errors.invalid('Invalid attendee email.');
    const { email, displayName, optional, comment, additionalGuests } = attendee as unknown as Attendee;
    const responseStatus =
      oneOf(attendee, 'responseStatus', ['needsAction', 'declined', 'tentative', 'accepted']) ?? 'needsAction';
    return withoutUndefined({ email, displayName, responseStatus, optional, comment, additionalGuests });
  });
  return read.length > 0 ? read : undefined;
}

/** Longer keys are dropped and longer values cut, silently; more or larger properties are refused. */
const MAX_KEY = 44;
const MAX_VALUE = 1024;
const MAX_PROPERTIES = 300;
const MAX_BYTES = 32 * 1024;

function readProperties(value: unknown): EventContent['extendedProperties'] {
  if (!isObject(value)) return undefined;
  const kinds = withoutUndefined({ private: readPropertyMap(value.private), shared: readPropertyMap(value.shared) });
  return Object.keys(kinds).length > 0 ? kinds : undefined;
}

function readPropertyMap(value: unknown): Record<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const kept = Object.entries(value)
    .filter(([key, member]) => key.length <= MAX_KEY && member !== null && member !== undefined)
    .map(([key, member]) => [key, String(member).slice(0, MAX_VALUE)] as const);
  const bytes = kept.reduce((sum, [key, member]) => sum + Buffer.byteLength(key) + Buffer.byteLength(member), 0);
  if (kept.length > MAX_PROPERTIES || bytes > MAX_BYTES) throw errors.invalid('Extended properties limits exceeded.');
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

function readSource(value: unknown): EventContent['source'] {
  if (!isObject(value)) return undefined;
  const { title, url } = value as { title?: string; url?: string };
  if (url !== undefined && !/^https?:\/\//.test(url)) throw errors.invalid('Invalid value for: source.url');
  return withoutUndefined({ title, url });
}
