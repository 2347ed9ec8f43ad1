import {
  isWholeDay,
  occurrenceTimes,
  sameValue,
  timeKey,
  type AppointmentContent,
  type CalendarTime,
  type ChangedOverride,
  type Override,
} from '@kalends/calendar';
import type { GoogleEvent, GoogleTime } from './google-event';
import { markOf, type Mark } from './mark';

/**
 * A client-chosen id (a–v and digits): the appointment's UUID without hyphens, so that an insert repeated is no second
 * event.
 */
export const eventIdOf = (appointmentId: string): string => appointmentId.replaceAll('-', '').toLowerCase();

/**
 * Body for `events.insert` and `events.patch` of canonical content: every member that Kalends owns, null where it must
 * be cleared (a patch from a time to a whole day clears the other member), none that it does not own (guests,
 * reminders, colour stay as they are). Cancelled dates are EXDATEs: no call per date.
 */
export function eventFromContent(content: AppointmentContent, mark: Mark): GoogleEvent {
  return {
    status: 'confirmed',
    summary: content.title,
    description: markupOf(content.description),
    location: content.location,
    start: googleTime(content.start),
    end: googleTime(content.end),
    recurrence: recurrenceLines(content),
    transparency: content.transparency,
    visibility: content.visibility,
    extendedProperties: { private: markOf(mark) },
  };
}

/** One instance of a series to patch after its master. */
export interface InstancePatch {
  /**
   * Id of the instance, made from the master's (Google: `<master>_20260302T080000Z`, whole days `<master>_20260302`).
   */
  readonly id: string;
  readonly recurrenceId: CalendarTime;
  readonly body: GoogleEvent;
}

/**
 * What makes the instances of a series say the overrides of `content`, Google having `current` (null: just inserted):
 * dates that differ there, dates to be put back as the series has them, and changed dates that are now cancelled.
 *
 * An instance once changed stays an event of its own in Google, with its own times, also when it has been put back:
 * after the length of the series has changed, `current` is only right when it has been read again.
 * @param isOwn has the date become such an event? Not all of them are overrides of `current`: it may say what the series says
 */
export function instancePatches(
  masterId: string,
  content: AppointmentContent,
  current: AppointmentContent | null,
  isOwn: (date: CalendarTime) => boolean,
): readonly InstancePatch[] {
  if (content.recurrence === null) return [];
  const [wanted, present] = [byDate(content.overrides), byDate(current?.overrides ?? [])];
  return [...new Map([...wanted, ...present])].flatMap(([key, { recurrenceId }]): readonly InstancePatch[] => {
    const [to, from] = [wanted.get(key), present.get(key)];
    const id = instanceIdOf(masterId, recurrenceId);
    // EXDATE hides a date of the rule, but not one that has become an event of its own.
    if (to?.cancelled) {
      const isThere = from ? !from.cancelled : isOwn(recurrenceId);
      return isThere ? [{ id, recurrenceId, body: { status: 'cancelled' } }] : [];
    }
    const body = instanceBody(content, recurrenceId, to);
    const unchanged = from && !from.cancelled && sameValue(body, instanceBody(current!, recurrenceId, from));
    return unchanged ? [] : [{ id, recurrenceId, body }];
  });
}

export const instanceIdOf = (masterId: string, recurrenceId: CalendarTime): string =>
  `${masterId}_${compact(recurrenceId)}`;

function instanceBody(
  content: AppointmentContent,
  recurrenceId: CalendarTime,
  override?: ChangedOverride,
): GoogleEvent {
  const { start, end } = occurrenceTimes(content, recurrenceId, override);
  return {
    status: 'confirmed',
    summary: override?.title ?? content.title,
    description: markupOf(override?.description ?? content.description),
    location: override?.location ?? content.location,
    start: googleTime(start),
    end: googleTime(end),
    transparency: override?.transparency ?? content.transparency,
  };
}

const googleTime = (time: CalendarTime): GoogleTime =>
  isWholeDay(time)
    ? { date: time.date, dateTime: null, timeZone: null }
    : { date: null, dateTime: time.at, timeZone: time.zone };

function recurrenceLines({ recurrence, overrides }: AppointmentContent): readonly string[] | null {
  if (recurrence === null) return null;
  const cancelled = overrides.filter((override) => override.cancelled).map(({ recurrenceId }) => recurrenceId);
  return [
    ...(recurrence.rule === '' ? [] : [`RRULE:${recurrence.rule}`]),
    ...dateLine('RDATE', recurrence.rdates),
    ...dateLine('EXDATE', cancelled),
  ];
}

function dateLine(name: 'RDATE' | 'EXDATE', times: readonly CalendarTime[]): readonly string[] {
  if (times.length === 0) return [];
  return [`${name}${isWholeDay(times[0]!) ? ';VALUE=DATE' : ''}:${times.map(compact).join(',')}`];
}

const compact = (time: CalendarTime): string => timeKey(time).replace(/[-:]/g, '');

/** Google reads a description as HTML: what our plain text has in angle brackets must not look like a tag. */
const markupOf = (plain: string): string => plain.replaceAll('<', '&lt;');

const byDate = (overrides: readonly Override[]): ReadonlyMap<string, Override> =>
  new Map(overrides.map((override) => [timeKey(override.recurrenceId), override]));
