import {
  canonical,
  sameValue,
  timeKey,
  type AppointmentContent,
  type CalendarTime,
  type Override,
} from '@kalends/calendar';
import { ourSide } from '../../mapping/domain/agreement';
import {
  baseOf,
  etagsOf,
  isDeletion,
  type GoogleSide,
  type Mapping,
  type Sent,
  type SentDeletion,
} from '../../mapping/domain/mapping';
import type { Side } from '../../reconcile/domain/decision';
import { eventFromContent, instanceIdOf, instancePatches } from '../../reconcile/domain/event-from-content';
import type { GoogleEvent } from '../../reconcile/domain/google-event';
import { reconcile } from '../../reconcile/domain/reconcile';

/** One request to Google that brings its side nearer to ours, and what is known once it has been applied. */
export type Write =
  | { readonly do: 'insert'; readonly event: GoogleEvent; readonly sent: Sent }
  /** `ifMatch` null: the event's ETag is not known, as it was deleted or never differed from its series. */
  | { readonly do: 'patch'; readonly event: GoogleEvent; readonly sent: Sent; readonly ifMatch: string | null }
  | { readonly do: 'delete'; readonly sent: SentDeletion; readonly ifMatch: string };

export type Plan =
  | { readonly is: 'settled' }
  /** Google's side is not certain: read it before anything is written. */
  | { readonly is: 'look' }
  | { readonly is: 'write'; readonly write: Write };

/**
 * What to do next, Google having what was last agreed on (If-Match and the event's id make sure that nothing else is
 * overwritten). A series is written in several requests, each of which leaves a state that is known.
 */
export function planFor(mapping: Mapping, linkId: string): Plan {
  const { google, sent, ours } = mapping;
  // Google's own form of the event is beyond us until a person changes it there.
  if (ours === null || google.is === 'parked') return { is: 'settled' };
  if (google.is === 'unknown') return { is: 'look' };
  const base = baseOf(google);
  const theirs: Side = base === null ? { is: 'absent' } : { is: 'present', content: base };
  const decision = reconcile({ base, ours: ourSide(mapping), theirs, mode: 'two-way' }).google;
  if (decision.do === 'nothing') {
    const orphan = google.is === 'present' ? google.orphans?.[0] : undefined;
    const write = orphan === undefined ? null : cancelOrphan(orphan, google, ours.version, base!);
    if (sent !== null && !sameValue(sent, write?.sent)) return { is: 'look' };
    return write === null ? { is: 'settled' } : { is: 'write', write };
  }
  if (decision.do === 'delete') {
    const { eventId } = mapping;
    const ifMatch = etagsOf(google)[eventId];
    const isClear = ifMatch !== undefined && (sent === null || isDeletion(sent));
    return isClear
      ? { is: 'write', write: { do: 'delete', sent: { eventId, deletes: true }, ifMatch } }
      : { is: 'look' };
  }
  const write = writeOf(mapping, linkId, ours.version, decision.content);
  if (write === null) return { is: 'settled' };
  // An unanswered write may be repeated as it was; before another one is made, its fate must be known.
  if (sent !== null && !sameValue(sent, write.sent)) return { is: 'look' };
  if (write.do === 'patch' && base !== null && write.ifMatch === null && write.sent.eventId === mapping.eventId)
    return { is: 'look' };
  return { is: 'write', write };
}

/** An instance that shows though its series has no such date belongs to nothing: it goes, by itself (S23). */
function cancelOrphan(eventId: string, google: GoogleSide, version: number, base: AppointmentContent): ContentWrite {
  const sent: Sent = { eventId, version, content: base, resetsInstances: false };
  return { do: 'patch', event: { status: 'cancelled' }, sent, ifMatch: etagsOf(google)[eventId] ?? null };
}

type ContentWrite = Exclude<Write, { do: 'delete' }>;

function writeOf(
  { appointmentId, eventId, google }: Mapping,
  linkId: string,
  version: number,
  target: AppointmentContent,
): ContentWrite | null {
  const before = google.is === 'present' ? google : null;
  const isOwn = (date: CalendarTime): boolean => before?.etags[instanceIdOf(eventId, date)] !== undefined;
  const mark = { appointmentId, linkId, version };
  const master = masterOf(target, isOwn);
  const event = eventFromContent(master, mark);
  if (before === null || !sameValue(event, eventFromContent(masterOf(before.base, isOwn), mark))) {
    const own = before?.base.overrides.filter(({ recurrenceId }) => isOwn(recurrenceId)) ?? [];
    const content = canonical({ ...target, overrides: [...own, ...master.overrides] });
    const resetsInstances = hasOtherTimes(before, target) || isRevived(google, target);
    const sent: Sent = { eventId, version, content, resetsInstances };
    const ifMatch = before?.etags[eventId] ?? null;
    return google.is === 'absent' ? { do: 'insert', event, sent } : { do: 'patch', event, sent, ifMatch };
  }
  const [patch] = instancePatches(eventId, target, before.base, isOwn);
  if (patch === undefined) return null;
  const content = withDate(before.base, target, timeKey(patch.recurrenceId));
  const sent: Sent = { eventId: patch.id, version, content, resetsInstances: false };
  return { do: 'patch', event: patch.body, sent, ifMatch: before.etags[patch.id] ?? null };
}

type IsOwn = (date: CalendarTime) => boolean;
type Present = Extract<GoogleSide, { is: 'present' }>;

/**
 * The series with those cancelled dates that its master can leave out by EXDATE, one request for all of them: an EXDATE
 * does not reach a date that has become an event of its own.
 */
const masterOf = (series: AppointmentContent, isOwn: IsOwn): AppointmentContent => ({
  ...series,
  overrides: series.overrides.filter(({ cancelled, recurrenceId }) => cancelled && !isOwn(recurrenceId)),
});

function withDate(base: AppointmentContent, target: AppointmentContent, date: string): AppointmentContent {
  const isOther = ({ recurrenceId }: Override): boolean => timeKey(recurrenceId) !== date;
  const changed = target.overrides.filter((override) => !isOther(override));
  return canonical({ ...base, overrides: [...base.overrides.filter(isOther), ...changed] });
}

/** A series comes back with the dates that it had lost before it was deleted. */
const isRevived = (google: GoogleSide, target: AppointmentContent): boolean =>
  google.is === 'deleted' && target.recurrence !== null;

/** Google may remember changes of dates that the series had long ago and has again now. */
const hasOtherTimes = (before: Present | null, target: AppointmentContent): boolean =>
  before !== null && before.base.recurrence !== null && !sameValue(timesOf(before.base), timesOf(target));

const timesOf = ({ start, end, recurrence }: AppointmentContent): unknown => ({ start, end, recurrence });
