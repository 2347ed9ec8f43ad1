import { canonical, knownRecurrenceIds, sameValue, timeKey, type AppointmentContent, type Override } from '@kalends/calendar';
import type { Conflict, ContentField } from './decision';

const FIELDS: readonly ContentField[] = [
  'title', 'description', 'location', 'time', 'transparency', 'visibility', 'recurrence', 'overrides',
]; // prettier-ignore

export interface Merged {
  readonly content: AppointmentContent;
  readonly conflicts: readonly Conflict[];
}

/**
 * Three-way merge of canonical contents, field by field. A field that one side changed since `base` is that side's. A field that both
 * changed is Google's: it has happened in the calendar of the person concerned, and Kalends can keep and restore the other value, which
 * Google can't. Without a base nothing can be told to have changed in Google, and the field is Kalends'.
 *
 * Overrides merge per date, and per field within a date; whether a date takes place is Kalends' to say when both sides touched it.
 */
export function merge(base: AppointmentContent | null, ours: AppointmentContent, theirs: AppointmentContent): Merged {
  const fields = mergeFields(FIELDS, base && fieldsOf(base), fieldsOf(ours), fieldsOf(theirs));
  const contests = fields.contests.filter(({ field }) => field !== 'overrides');
  const dates = mergeDates(base, ours, theirs);
  const { time, ...rest } = fields.values;
  const united = { ...rest, ...(time as Pick<AppointmentContent, 'start' | 'end'>), overrides: dates.overrides } as AppointmentContent;
  return { content: canonical(united), conflicts: [...contests, ...dates.conflicts, ...orphans(united, theirs)] };
}

/** The fields in which two canonical contents differ. */
export const changedFields = (from: AppointmentContent, to: AppointmentContent): readonly ContentField[] =>
  FIELDS.filter((field) => !sameValue(fieldsOf(from)[field], fieldsOf(to)[field]));

type Values<F extends string> = Readonly<Record<F, unknown>>;

export function fieldsOf({ start, end, ...rest }: AppointmentContent): Values<ContentField> {
  return { ...rest, time: { start, end } };
}
