import { sameValue } from '@kalends/calendar';
import type { AppointmentFacts } from './appointment';

/** A field by its path in the contract's Appointment message, with its values before and after. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Compared = AppointmentFacts & { readonly overbooked?: boolean };

const PATHS = {
  branch_id: 'branchId',
  resource_ids: 'resourceIds',
  customer_ids: 'customerIds',
  template_id: 'templateId',
  status: 'status',
  buffer_before_minutes: 'bufferBeforeMinutes',
  buffer_after_minutes: 'bufferAfterMinutes',
  overbooked: 'overbooked',
} as const satisfies Record<string, keyof Compared>;

const CONTENT_FIELDS = [
  'title',
  'description',
  'location',
  'start',
  'end',
  'transparency',
  'visibility',
  'recurrence',
  'overrides',
] as const;

/** The fields in which `after` differs; all of them when there was nothing before. Contents are canonical. */
export function changedFields(before: Compared | null, after: Compared): readonly FieldChange[] {
  const own = Object.entries(PATHS).map(([field, key]) => ({ field, before: before?.[key], after: after[key] }));
  const content = CONTENT_FIELDS.map((key) => ({
    field: `content.${key}`,
    before: before?.content[key],
    after: after.content[key],
  }));
  return [...own, ...content]
    .map(({ field, before = null, after = null }) => ({ field, before, after }))
    .filter((change) => !sameValue(change.before, change.after));
}
