import { sameValue, timeKey, type ChangedOverride, type Override } from '@kalends/calendar';
import type { Conflict } from './decision';
import { mergeFields, type Values } from './merge-fields';

export interface MergedOverrides {
  readonly overrides: readonly Override[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Overrides merge date by date (RECURRENCE-ID), so that two dates changed on two sides are no conflict, and field by
 * field within a date. When both sides touched a date and one of them cancelled it, Kalends says whether it takes
 * place.
 */
export function mergeOverrides(
  base: readonly Override[] | null,
  ours: readonly Override[],
  theirs: readonly Override[],
): MergedOverrides {
  const [known, mine, others] = [byDate(base ?? []), byDate(ours), byDate(theirs)];
  const merged = [...new Map([...mine, ...others])].map(([key, { recurrenceId }]) => {
    // A date without an override is as the series has it: an override that says nothing.
    const plain: Override = { recurrenceId };
    return mergeDate(base && (known.get(key) ?? plain), mine.get(key) ?? plain, others.get(key) ?? plain);
  });
  return {
    overrides: merged.map(({ override }) => override),
    conflicts: merged.flatMap(({ conflict }) => conflict ?? []),
  };
}

interface MergedDate {
  readonly override: Override;
  readonly conflict?: Conflict;
}

function mergeDate(base: Override | null, ours: Override, theirs: Override): MergedDate {
  if (ours.cancelled || theirs.cancelled) {
    if (sameValue(ours, theirs) || (base && sameValue(theirs, base))) return { override: ours };
    if (base && sameValue(ours, base)) return { override: theirs };
    return { override: ours, conflict: { field: 'overrides', kept: ours, lost: theirs, lostFrom: 'google' } };
  }
  const fields = base && (base.cancelled ? NO_FIELDS : fieldsOf(base));
  const { values, contests } = mergeFields(FIELDS, fields, fieldsOf(ours), fieldsOf(theirs));
  const override = overrideOf(ours.recurrenceId, values);
  if (contests.length === 0) return { override };
  const lost = base ? { lost: ours, lostFrom: 'kalends' as const } : { lost: theirs, lostFrom: 'google' as const };
  return { override, conflict: { field: 'overrides', kept: override, ...lost } };
}

const FIELDS = ['time', 'title', 'description', 'location', 'transparency'] as const;
type OverrideField = (typeof FIELDS)[number];

const NO_FIELDS: Values<OverrideField> = {
  time: undefined,
  title: undefined,
  description: undefined,
  location: undefined,
  transparency: undefined,
};

/** Start and end of a canonical override are both there or both absent: one field. */
function fieldsOf({ start, end, title, description, location, transparency }: ChangedOverride): Values<OverrideField> {
  return { time: start && { start, end }, title, description, location, transparency };
}

function overrideOf(recurrenceId: Override['recurrenceId'], { time, ...texts }: Values<OverrideField>): Override {
  const said = Object.entries({ ...(time as object | undefined), ...texts }).filter(([, value]) => value !== undefined);
  return { recurrenceId, ...Object.fromEntries(said) };
}

const byDate = (overrides: readonly Override[]): ReadonlyMap<string, Override> =>
  new Map(overrides.map((override) => [timeKey(override.recurrenceId), override]));
