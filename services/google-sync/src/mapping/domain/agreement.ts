import {
  canonical,
  sameValue,
  timeKey,
  type AppointmentContent,
  type CalendarTime,
  type Override,
} from '@kalends/calendar';
import type { Side } from '../../reconcile/domain/decision';
import type { GoogleEvent } from '../../reconcile/domain/google-event';
import { readMark } from '../../reconcile/domain/mark';
import {
  baseOf,
  etagsOf,
  isDeletion,
  type ETags,
  type GoogleSide,
  type Mapping,
  type OurSide,
  type Sent,
} from './mapping';

/** An event as Google was read to have it; a series with its instances that differ. */
export interface ReadEvent {
  readonly master: GoogleEvent;
  readonly etags: ETags;
  readonly content: AppointmentContent;
  /** Ids of instances that show though their series has no such date. */
  readonly orphans: readonly string[];
}

export const ourSide = ({ ours }: Mapping): Side =>
  ours === null
    ? { is: 'absent' }
    : ours.content === null
      ? { is: 'deleted' }
      : { is: 'present', content: ours.content };

/** Are these states ones that we wrote or have dealt with? Then they are an echo, or old news (S1, S32). */
export function isKnown(mapping: Mapping, etags: ETags): boolean {
  const known = etagsOf(mapping.google);
  return Object.entries(etags).every(([id, etag]) => known[id] === etag);
}

/**
 * What both sides last agreed on, in the light of an event read since: a write whose answer never came (S3, S11) counts as
 * agreed when the event shows that it has arrived.
 */
export function agreedOn(mapping: Mapping, read: ReadEvent): AppointmentContent | null {
  const { sent, google } = mapping;
  const base = baseOf(google);
  if (sent !== null && isDeletion(sent)) return hasReturned(mapping, read) ? null : base;
  if (sent === null || !hasArrived(mapping, sent, read)) return base;
  return sent.resetsInstances ? { ...sent.content, overrides: read.content.overrides } : sent.content;
}

/**
 * What both sides last agreed on, in the light of what an event said before it was deleted. When Kalends has it just so,
 * nothing was changed here since, though a worker may have died before it could note so.
 */
export function agreedBefore(mapping: Mapping, lastWords: ReadEvent | null): AppointmentContent | null {
  if (mapping.sent !== null && isDeletion(mapping.sent)) return null;
  if (lastWords === null || readMark(lastWords.master)?.linkId !== mapping.linkId) return baseOf(mapping.google);
  const ours = mapping.ours?.content ?? null;
  const isOurs = ours !== null && sameValue(inOurWords(mapping.google, lastWords.content), canonical(ours));
  return isOurs ? ours : agreedOn(mapping, lastWords);
}

/**
 * A mapping of which Kalends heard `ours`, which Google's side had caused: both have agreed on it (on a change, if they were
 * settled before), even if the worker that told Kalends died before it could note so. What Google has by now is another
 * question: a person may have changed it since. Null when there is nothing to note.
 */
export function agreedSince(before: Mapping, ours: OurSide): Mapping | null {
  const { google, sent } = before;
  if (ours.content === null) {
    const isDone = google.is === 'deleted' || google.is === 'parked';
    return isDone ? null : { ...before, google: { is: 'unknown', base: null, echoed: null }, sent: null };
  }
  if (google.is !== 'present' || sent !== null) return null;
  const wasSettled = before.ours?.content != null && sameValue(canonical(before.ours.content), google.base);
  if (!wasSettled) return null;
  const base = canonical(ours.content);
  if (sameValue(base, google.base)) return null;
  return {
    ...before,
    google: { is: 'unknown', base, echoed: google.echoed && withNews(google.echoed, google.base, base) },
  };
}

/** `echoed` with the fields in which `after` differs from `before`. */
function withNews(
  echoed: AppointmentContent,
  before: AppointmentContent,
  after: AppointmentContent,
): AppointmentContent {
  const fields = Object.keys(after) as (keyof AppointmentContent)[];
  const news = fields.filter((field) => !sameValue(before[field], after[field])).map((field) => [field, after[field]]);
  return { ...echoed, ...(Object.fromEntries(news) as Partial<AppointmentContent>) };
}

/** Our deletion has arrived and a person has undone it: nothing but the ETag is new. */
function hasReturned({ google, eventId }: Mapping, { etags, content }: ReadEvent): boolean {
  const isNew = etagsOf(google)[eventId] !== etags[eventId];
  return isNew && sameValue(inOurWords(google, content), baseOf(google));
}

function hasArrived({ google, linkId, appointmentId, eventId }: Mapping, sent: Sent, read: ReadEvent): boolean {
  if (sent.eventId !== eventId) {
    const changed = differingDate(baseOf(google)?.overrides ?? [], sent.content.overrides);
    return (
      changed !== null &&
      sameValue(overrideAt(read.content.overrides, changed), overrideAt(sent.content.overrides, changed))
    );
  }
  const mark = readMark(read.master);
  const isNew = etagsOf(google)[eventId] !== read.etags[eventId];
  return (
    isNew &&
    mark !== null &&
    mark.linkId === linkId &&
    mark.appointmentId === appointmentId &&
    mark.version === sent.version
  );
}

/** The date that one write to an instance changes. */
export function differingDate(before: readonly Override[], after: readonly Override[]): CalendarTime | null {
  const dates = [...before, ...after].map(({ recurrenceId }) => recurrenceId);
  return dates.find((date) => !sameValue(overrideAt(before, date), overrideAt(after, date))) ?? null;
}

/** What is said of one date, or null. */
export const overrideAt = (overrides: readonly Override[], date: CalendarTime): Override | null =>
  overrides.find(({ recurrenceId }) => timeKey(recurrenceId) === timeKey(date)) ?? null;

/**
 * Google's content in our words: a field that it holds as it echoed ours is ours, not a change (S4).
 */
export function inOurWords(google: GoogleSide, content: AppointmentContent): AppointmentContent {
  if ((google.is !== 'present' && google.is !== 'unknown') || google.echoed === null) return content;
  const [base, echoed] = [google.base!, google.echoed];
  const fields = Object.keys(content) as (keyof AppointmentContent)[];
  const own = fields.filter((field) => sameValue(content[field], echoed[field])).map((field) => [field, base[field]]);
  return { ...content, ...(Object.fromEntries(own) as Partial<AppointmentContent>) };
}

/** Google's side once `read` has been dealt with. */
export function presentAs(read: ReadEvent, base: AppointmentContent): Extract<GoogleSide, { is: 'present' }> {
  const echoed = sameValue(read.content, base) ? null : read.content;
  return { is: 'present', etags: read.etags, base, echoed, ...(read.orphans.length > 0 && { orphans: read.orphans }) };
}
