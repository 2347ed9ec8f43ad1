import type { AppointmentContent, Override } from '@kalends/calendar';
import { appointment, at } from '../../../test/memory/contents';
import { changedFields, lostChanges, merge, replaced } from './merge';

const base = appointment();
const recurrence = { rule: 'FREQ=WEEKLY;COUNT=4', rdates: [], exdates: [] };
const weekly = appointment({ recurrence });
const second = at('2026-11-30T09:00:00Z');
const secondRenamed: Override = { recurrenceId: second, title: 'Second' };
const secondMoved: Override = {
  recurrenceId: second,
  ...{ start: at('2026-12-01T09:00:00Z'), end: at('2026-12-01T10:00:00Z') },
};
const days = { start: { date: '2026-11-23' }, end: { date: '2026-11-24' } };

describe('The fields in which contents differ', () => {
  it('are told by their names, start and end being one', () => {
    const all: AppointmentContent = {
      ...{ title: 'b', description: 'b', location: 'b', transparency: 'transparent', visibility: 'private' },
      ...{ start: at('2026-11-23T09:00:00Z'), end: at('2026-11-23T11:00:00Z'), recurrence },
      overrides: [secondRenamed],
    };
    expect(changedFields(base, all)).toEqual([
      ...['title', 'description', 'location', 'time', 'transparency', 'visibility', 'recurrence', 'overrides'],
    ]);
    expect(changedFields(all, all)).toEqual([]);
  });
});

describe('What a change loses that is undone', () => {
  it('is what it said, field by field, with what is said instead', () => {
    const changed = appointment({ title: 'b', ...days });
    const kept = appointment({ title: 'c' });
    expect(lostChanges(base, changed, kept)).toEqual([
      { field: 'title', kept: 'c', lost: 'b', lostFrom: 'google' },
      { field: 'time', kept: { start: base.start, end: base.end }, lost: days, lostFrom: 'google' },
    ]);
  });

  it('is nothing where both changed it alike', () => {
    expect(lostChanges(base, appointment({ title: 'b' }), appointment({ title: 'b' }))).toEqual([]);
  });
});

describe('What is replaced as it is', () => {
  it('is told field by field, with what is said instead', () => {
    expect(
      replaced(appointment({ title: 'a', location: 'hall' }), appointment({ title: 'b', location: 'hall' })),
    ).toEqual([{ field: 'title', kept: 'b', lost: 'a', lostFrom: 'kalends' }]);
  });
});

describe('Merging contents of which one does not carry what the other says', () => {
  const daily = appointment({ recurrence: { ...recurrence, rule: 'FREQ=WEEKLY;COUNT=1' } });
  const single = appointment();

  it("tells Google's date as lost when the series was cut short here", () => {
    expect(merge(weekly, daily, appointment({ recurrence, overrides: [secondMoved] }))).toEqual({
      content: daily,
      conflicts: [{ field: 'overrides', kept: null, lost: secondMoved, lostFrom: 'google' }],
    });
  });

  it("tells Kalends' date as lost when the series was cut short in Google, or is none there any more", () => {
    const ours = appointment({ recurrence, overrides: [secondRenamed] });
    for (const theirs of [daily, single]) {
      expect(merge(weekly, ours, theirs)).toEqual({
        content: theirs,
        conflicts: [{ field: 'overrides', kept: null, lost: secondRenamed, lostFrom: 'kalends' }],
      });
    }
  });

  it('tells of no date that was put back as the series had it', () => {
    const before = appointment({ recurrence, overrides: [secondRenamed] });
    expect(merge(before, before, single)).toEqual({ content: single, conflicts: [] });
  });

  it.each(['google', 'kalends'] as const)('tells added dates of %s as lost that are of another kind', (from) => {
    const added = { rule: '', rdates: [at('2026-11-25T09:00:00Z')], exdates: [] };
    const [withDates, wholeDay] = [appointment({ recurrence: added }), appointment(days)];
    const [ours, theirs] = from === 'google' ? [wholeDay, withDates] : [withDates, wholeDay];
    expect(merge(base, ours, theirs)).toEqual({
      content: wholeDay,
      conflicts: [{ field: 'recurrence', kept: null, lost: added, lostFrom: from }],
    });
  });

  it('is canonical', () => {
    expect(merge(base, base, appointment({ title: ' b ' })).content.title).toBe('b');
  });
});

describe('Merging fields that both sides changed', () => {
  const [ours, theirs] = [appointment({ location: 'here' }), appointment({ location: 'there' })];

  it("takes Google's value, and ours is told as lost", () => {
    expect(merge(base, ours, theirs)).toEqual({
      content: theirs,
      conflicts: [{ field: 'location', kept: 'there', lost: 'here', lostFrom: 'kalends' }],
    });
  });

  it('takes ours while nothing was agreed on', () => {
    expect(merge(null, ours, theirs)).toEqual({
      content: ours,
      conflicts: [{ field: 'location', kept: 'here', lost: 'there', lostFrom: 'google' }],
    });
  });

  it('tells conflicts of fields, then of dates', () => {
    const mine = appointment({ recurrence, location: 'here', overrides: [secondRenamed] });
    const other = appointment({
      recurrence,
      location: 'there',
      overrides: [{ ...secondRenamed, title: 'Other' }],
    });
    expect(merge(weekly, mine, other).conflicts.map(({ field }) => field)).toEqual(['location', 'overrides']);
  });
});
