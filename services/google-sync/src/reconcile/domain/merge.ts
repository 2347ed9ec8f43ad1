import {
  canonical,
  knownRecurrenceIds,
  sameValue,
  timeKey,
  type AppointmentContent,
  type Override,
} from '@kalends/calendar';
import type { Conflict, ContentField } from './decision';
import { mergeFields, type Contest, type Values } from './merge-fields';
import { mergeOverrides } from './merge-overrides';

export interface Merged {
  readonly content: AppointmentContent;
  readonly conflicts: readonly Conflict[];
}

/** Every field but the overrides, which merge per date. */
const PLAIN_FIELDS = ['title', 'description', 'location', 'time', 'transparency', 'visibility', 'recurrence'] as const;
type PlainField = (typeof PLAIN_FIELDS)[number];
const FIELDS: readonly ContentField[] = [...PLAIN_FIELDS, 'overrides'];

/**
 * Three-way merge of canonical contents. A field that one side changed since `base` is that side's; a field that both
 * changed is Google's (docs/adr/0005), and while there is no base, Kalends'. The result is canonical, and what had to
 * give way is in `conflicts`.
 */
export function merge(base: AppointmentContent | null, ours: AppointmentContent, theirs: AppointmentContent): Merged {
  const fields = mergeFields(PLAIN_FIELDS, base && fieldsOf(base), fieldsOf(ours), fieldsOf(theirs));
  const dates = mergeOverrides(base && base.overrides, ours.overrides, theirs.overrides);
  const united = contentOf(fields.values, dates.overrides);
  const content = canonical(united);
  return {
    content,
    conflicts: [
      ...fields.contests.map((contest) => conflictOf(contest, base !== null)),
      ...dates.conflicts,
      ...misfits(united, content, theirs),
    ],
  };
}

/** The fields in which two canonical contents differ. */
export function changedFields(from: AppointmentContent, to: AppointmentContent): readonly ContentField[] {
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  return FIELDS.filter((field) => !sameValue(before[field], after[field]));
}

/** What Kalends' `before` said where Google's `after` says something else. */
export function replaced(before: AppointmentContent, after: AppointmentContent): readonly Conflict[] {
  const [lost, kept] = [fieldsOf(before), fieldsOf(after)];
  return changedFields(before, after).map((field) => ({
    field,
    kept: kept[field],
    lost: lost[field],
    lostFrom: 'kalends',
  }));
}

/** What `to` changed of `from` and what `kept` has instead. */
export function lostChanges(
  from: AppointmentContent,
  to: AppointmentContent,
  kept: AppointmentContent,
): readonly Conflict[] {
  const [lost, stays] = [fieldsOf(to), fieldsOf(kept)];
  return changedFields(from, to)
    .filter((field) => !sameValue(lost[field], stays[field]))
    .map((field) => ({ field, kept: stays[field], lost: lost[field], lostFrom: 'google' }));
}

function fieldsOf({ start, end, ...rest }: AppointmentContent): Values<ContentField> {
  return { ...rest, time: { start, end } };
}

function contentOf({ time, ...rest }: Values<PlainField>, overrides: readonly Override[]): AppointmentContent {
  return { ...rest, ...(time as object), overrides } as unknown as AppointmentContent;
}

const conflictOf = ({ field, ours, theirs }: Contest<PlainField>, googleWins: boolean): Conflict =>
  googleWins
    ? { field, kept: theirs, lost: ours, lostFrom: 'kalends' }
    : { field, kept: ours, lost: theirs, lostFrom: 'google' };

/**
 * What the canonical form could not keep of `united`, because one side's time does not carry the other side's
 * recurrence: RDATEs of another kind, changed dates that the series no longer has.
 */
function misfits(
  united: AppointmentContent,
  content: AppointmentContent,
  theirs: AppointmentContent,
): readonly Conflict[] {
  const changed = united.overrides.filter((override) => Object.keys(override).length > 1);
  const ids = changed.map(({ recurrenceId }) => recurrenceId);
  const known = content.recurrence ? knownRecurrenceIds(content.start, content.recurrence, ids) : new Set<string>();
  const orphans = changed
    .filter(({ recurrenceId }) => !known.has(timeKey(recurrenceId)))
    .map((lost): Conflict => {
      const isTheirs = theirs.overrides.some((override) => sameValue(override, lost));
      return { field: 'overrides', kept: null, lost, lostFrom: isTheirs ? 'google' : 'kalends' };
    });
  if (sameValue(content.recurrence, united.recurrence)) return orphans;
  const lostFrom = sameValue(theirs.recurrence, united.recurrence) ? 'google' : 'kalends';
  return [...orphans, { field: 'recurrence', kept: content.recurrence, lost: united.recurrence, lostFrom }];
}
