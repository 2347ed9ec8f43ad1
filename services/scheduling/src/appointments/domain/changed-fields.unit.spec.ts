import type { AppointmentFacts } from './appointment';
import { changedFields } from './changed-fields';

const at = (utc: string) => ({ at: `${utc}:00Z`, zone: 'Europe/Berlin' });
const before: AppointmentFacts & { overbooked: boolean } = {
  ...{ branchId: 'b', resourceIds: ['r'], customerIds: [], templateId: null, status: 'confirmed', overbooked: false },
  ...{ bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
  content: {
    ...{ title: 'Cut', description: '', location: '', start: at('2027-03-01T08:00'), end: at('2027-03-01T09:00') },
    ...{ transparency: 'opaque', visibility: 'default', recurrence: null, overrides: [] },
  },
};
const after: typeof before = {
  ...{ branchId: 'c', resourceIds: ['s'], customerIds: ['k'], templateId: 't', status: 'completed', overbooked: true },
  ...{ bufferBeforeMinutes: 5, bufferAfterMinutes: 10 },
  content: {
    ...{
      title: 'Dye',
      description: 'red',
      location: 'Hall',
      start: at('2027-03-02T08:00'),
      end: at('2027-03-02T09:00'),
    },
    ...{ transparency: 'transparent', visibility: 'private' },
    recurrence: { rule: 'FREQ=DAILY', rdates: [], exdates: [] },
    overrides: [{ recurrenceId: at('2027-03-03T08:00'), cancelled: true }],
  },
};

describe('The fields that a change touched', () => {
  it('are told by their paths in the contract, with both values', () => {
    expect(changedFields(before, after)).toEqual([
      { field: 'branch_id', before: 'b', after: 'c' },
      { field: 'resource_ids', before: ['r'], after: ['s'] },
      { field: 'customer_ids', before: [], after: ['k'] },
      { field: 'template_id', before: null, after: 't' },
      { field: 'status', before: 'confirmed', after: 'completed' },
      { field: 'buffer_before_minutes', before: 0, after: 5 },
      { field: 'buffer_after_minutes', before: 0, after: 10 },
      { field: 'overbooked', before: false, after: true },
      { field: 'content.title', before: 'Cut', after: 'Dye' },
      { field: 'content.description', before: '', after: 'red' },
      { field: 'content.location', before: '', after: 'Hall' },
      { field: 'content.start', before: before.content.start, after: after.content.start },
      { field: 'content.end', before: before.content.end, after: after.content.end },
      { field: 'content.transparency', before: 'opaque', after: 'transparent' },
      { field: 'content.visibility', before: 'default', after: 'private' },
      { field: 'content.recurrence', before: null, after: after.content.recurrence },
      { field: 'content.overrides', before: [], after: after.content.overrides },
    ]);
  });

  it('are none when both say the same', () => {
    expect(changedFields(before, { ...before, content: { ...before.content } })).toEqual([]);
  });

  it('are all that say something when there was nothing before', () => {
    const created = changedFields(null, before);
    expect(created.map(({ field }) => field)).not.toContain('template_id');
    expect(created).toContainEqual({ field: 'content.title', before: null, after: 'Cut' });
  });
});
