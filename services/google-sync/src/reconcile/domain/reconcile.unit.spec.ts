import type { AppointmentContent, CalendarTime, Override } from '@kalends/calendar';
import type { Decision, Side, Sides } from './decision';
import { reconcile } from './reconcile';

const at = (hour: number, day = 2): CalendarTime => ({
  at: `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`,
  zone: 'Europe/Berlin',
});

const agreed: AppointmentContent = {
  title: 'Fitting',
  description: '',
  location: '',
  start: at(8),
  end: at(9),
  transparency: 'opaque',
  visibility: 'default',
  recurrence: null,
  overrides: [],
};
const renamed = { ...agreed, title: 'Fitting, long' };
const renamedOtherwise = { ...agreed, title: 'Call' };
const moved = { ...agreed, start: at(10), end: at(11) };
const movedOtherwise = { ...agreed, start: at(6), end: at(7) };
const renamedAndMoved = { ...renamed, ...{ start: at(10), end: at(11) } };

const weekly: AppointmentContent = { ...agreed, recurrence: { rule: 'FREQ=WEEKLY;COUNT=4', rdates: [], exdates: [] } };
const withDates = (...overrides: readonly Override[]): AppointmentContent => ({ ...weekly, overrides });
const [second, third] = [at(8, 9), at(8, 16)];
const secondMoved: Override = { recurrenceId: second, start: at(12, 9), end: at(13, 9) };
const secondRenamed: Override = { recurrenceId: second, title: 'Check' };
const secondCancelled: Override = { recurrenceId: second, cancelled: true };
const thirdCancelled: Override = { recurrenceId: third, cancelled: true };

const absent: Side = { is: 'absent' };
const deleted: Side = { is: 'deleted' };
const has = (content: AppointmentContent): Side => ({ is: 'present', content });

const nothing = { do: 'nothing' } as const;
const insert = (content: AppointmentContent) => ({ do: 'insert', content }) as const;
const update = (content: AppointmentContent) => ({ do: 'update', content }) as const;

type Row = readonly [when: string, sides: Omit<Sides, 'mode'>, then: Decision];

const twoWay: readonly Row[] = [
  [
    'nobody has it, nothing happens',
    { base: null, ours: absent, theirs: absent },
    { google: nothing, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'it was made in Kalends, it is inserted in Google',
    { base: null, ours: has(agreed), theirs: absent },
    { google: insert(agreed), kalends: nothing, base: agreed, conflicts: [] },
  ],
  [
    'its event came back from the bin into a calendar that it has left, it is deleted there and that is told',
    { base: null, ours: { is: 'elsewhere' }, theirs: has(agreed) },
    {
      google: { do: 'delete' },
      kalends: nothing,
      base: null,
      conflicts: [{ field: 'status', kept: 'cancelled', lost: 'confirmed', lostFrom: 'google' }],
    },
  ],
  [
    'it is elsewhere and its event is gone, nothing happens',
    { base: null, ours: { is: 'elsewhere' }, theirs: deleted },
    { google: nothing, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'it was made in Google, it is created in Kalends',
    { base: null, ours: absent, theirs: has(agreed) },
    { google: nothing, kalends: { do: 'create', content: agreed }, base: agreed, conflicts: [] },
  ],
  [
    'S1: our own write comes back, nothing happens',
    { base: agreed, ours: has(agreed), theirs: has(agreed) },
    { google: nothing, kalends: nothing, base: agreed, conflicts: [] },
  ],
  [
    'S4: Google has rewritten our text in its own way, nothing happens',
    {
      base: { ...agreed, description: 'one\n<two>' },
      ours: has({ ...agreed, description: 'one\n<two>' }),
      theirs: has({ ...agreed, description: '<p>one</p>&lt;two&gt; ' }),
    },
    { google: nothing, kalends: nothing, base: { ...agreed, description: 'one\n<two>' }, conflicts: [] },
  ],
  [
    'S11: the insert was done although its answer was lost, it is agreed on',
    { base: null, ours: has(agreed), theirs: has(agreed) },
    { google: nothing, kalends: nothing, base: agreed, conflicts: [] },
  ],
  [
    'it was moved here while nothing was agreed on yet, Kalends’ time holds',
    { base: null, ours: has(moved), theirs: has(agreed) },
    {
      google: update(moved),
      kalends: nothing,
      base: moved,
      conflicts: [
        { field: 'time', kept: { start: at(10), end: at(11) }, lost: { start: at(8), end: at(9) }, lostFrom: 'google' },
      ],
    },
  ],
  [
    'it was changed here, Google is told',
    { base: agreed, ours: has(renamed), theirs: has(agreed) },
    { google: update(renamed), kalends: nothing, base: renamed, conflicts: [] },
  ],
  [
    'it was moved in Google, it moves here',
    { base: agreed, ours: has(agreed), theirs: has(moved) },
    { google: nothing, kalends: { do: 'change', content: moved, fields: ['time'] }, base: moved, conflicts: [] },
  ],
  [
    'S8: the time was changed in Google and the title here, both survive',
    { base: agreed, ours: has(renamed), theirs: has(moved) },
    {
      google: update(renamedAndMoved),
      kalends: { do: 'change', content: renamedAndMoved, fields: ['time'] },
      base: renamedAndMoved,
      conflicts: [],
    },
  ],
  [
    'S9: the title was changed on both sides, Google’s holds and ours is kept as a conflict',
    { base: agreed, ours: has(renamed), theirs: has(renamedOtherwise) },
    {
      google: nothing,
      kalends: { do: 'change', content: renamedOtherwise, fields: ['title'] },
      base: renamedOtherwise,
      conflicts: [{ field: 'title', kept: 'Call', lost: 'Fitting, long', lostFrom: 'kalends' }],
    },
  ],
  [
    'S9: it was moved on both sides, start and end are Google’s together',
    { base: agreed, ours: has(movedOtherwise), theirs: has(moved) },
    {
      google: nothing,
      kalends: { do: 'change', content: moved, fields: ['time'] },
      base: moved,
      conflicts: [
        {
          field: 'time',
          kept: { start: at(10), end: at(11) },
          lost: { start: at(6), end: at(7) },
          lostFrom: 'kalends',
        },
      ],
    },
  ],
  [
    'both sides were changed in the same way, that is agreed on',
    { base: agreed, ours: has(moved), theirs: has(moved) },
    { google: nothing, kalends: nothing, base: moved, conflicts: [] },
  ],
  [
    'S31: it was deleted in Google, it is cancelled here',
    { base: agreed, ours: has(agreed), theirs: deleted },
    { google: nothing, kalends: { do: 'cancel' }, base: null, conflicts: [] },
  ],
  [
    'S31: it was deleted in Google and changed here, it stays and Google gets it again',
    { base: agreed, ours: has(moved), theirs: deleted },
    {
      google: insert(moved),
      kalends: nothing,
      base: moved,
      conflicts: [{ field: 'status', kept: 'confirmed', lost: 'cancelled', lostFrom: 'google' }],
    },
  ],
  [
    'S37: Google has no trace of it and no tombstone, it is inserted again and never cancelled',
    { base: agreed, ours: has(agreed), theirs: absent },
    { google: insert(agreed), kalends: nothing, base: agreed, conflicts: [] },
  ],
  [
    'S32: it was cancelled here and Google still shows it, it is deleted there',
    { base: agreed, ours: deleted, theirs: has(agreed) },
    { google: { do: 'delete' }, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'it was cancelled here and changed in Google, it stays cancelled and the change is kept as a conflict',
    { base: agreed, ours: deleted, theirs: has(renamed) },
    {
      google: { do: 'delete' },
      kalends: nothing,
      base: null,
      conflicts: [{ field: 'title', kept: 'Fitting', lost: 'Fitting, long', lostFrom: 'google' }],
    },
  ],
  [
    'S31: it is deleted on both sides, that is agreed on',
    { base: agreed, ours: deleted, theirs: deleted },
    { google: nothing, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'it is cancelled here and gone in Google without a trace, that is agreed on',
    { base: agreed, ours: deleted, theirs: absent },
    { google: nothing, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'S33: it came back from Google’s bin, the same appointment is active again',
    { base: null, ours: deleted, theirs: has(moved) },
    { google: nothing, kalends: { do: 'restore', content: moved }, base: moved, conflicts: [] },
  ],
  [
    'it was restored here after both had deleted it, Google gets it again',
    { base: null, ours: has(agreed), theirs: deleted },
    { google: insert(agreed), kalends: nothing, base: agreed, conflicts: [] },
  ],
];

const series: readonly Row[] = [
  [
    'S16: one date was moved in Google, only that date moves here',
    { base: weekly, ours: has(weekly), theirs: has(withDates(secondMoved)) },
    {
      google: nothing,
      kalends: { do: 'change', content: withDates(secondMoved), fields: ['overrides'] },
      base: withDates(secondMoved),
      conflicts: [],
    },
  ],
  [
    'S17: one date was deleted in Google, only that date is cancelled here',
    { base: weekly, ours: has(weekly), theirs: has(withDates(secondCancelled)) },
    {
      google: nothing,
      kalends: { do: 'change', content: withDates(secondCancelled), fields: ['overrides'] },
      base: withDates(secondCancelled),
      conflicts: [],
    },
  ],
  [
    'S16: one date was moved in Google and another cancelled here, both survive',
    { base: weekly, ours: has(withDates(thirdCancelled)), theirs: has(withDates(secondMoved)) },
    {
      google: update(withDates(secondMoved, thirdCancelled)),
      kalends: { do: 'change', content: withDates(secondMoved, thirdCancelled), fields: ['overrides'] },
      base: withDates(secondMoved, thirdCancelled),
      conflicts: [],
    },
  ],
  [
    'S8: one date was moved in Google and the same one renamed here, both survive',
    { base: weekly, ours: has(withDates(secondRenamed)), theirs: has(withDates(secondMoved)) },
    {
      google: update(withDates({ ...secondMoved, title: 'Check' })),
      kalends: { do: 'change', content: withDates({ ...secondMoved, title: 'Check' }), fields: ['overrides'] },
      base: withDates({ ...secondMoved, title: 'Check' }),
      conflicts: [],
    },
  ],
  [
    'S9: one date was moved on both sides, Google’s time holds',
    {
      base: weekly,
      ours: has(withDates({ ...secondMoved, start: at(6, 9), end: at(7, 9) })),
      theirs: has(withDates(secondMoved)),
    },
    {
      google: nothing,
      kalends: { do: 'change', content: withDates(secondMoved), fields: ['overrides'] },
      base: withDates(secondMoved),
      conflicts: [
        {
          field: 'overrides',
          kept: secondMoved,
          lost: { ...secondMoved, start: at(6, 9), end: at(7, 9) },
          lostFrom: 'kalends',
        },
      ],
    },
  ],
  [
    'one date was cancelled here and moved in Google, it stays cancelled',
    { base: weekly, ours: has(withDates(secondCancelled)), theirs: has(withDates(secondMoved)) },
    {
      google: update(withDates(secondCancelled)),
      kalends: nothing,
      base: withDates(secondCancelled),
      conflicts: [{ field: 'overrides', kept: secondCancelled, lost: secondMoved, lostFrom: 'google' }],
    },
  ],
  [
    'one date was put back in Google, it is as in the series here too',
    { base: withDates(secondMoved), ours: has(withDates(secondMoved)), theirs: has(weekly) },
    { google: nothing, kalends: { do: 'change', content: weekly, fields: ['overrides'] }, base: weekly, conflicts: [] },
  ],
  [
    'S23: the series was trimmed here and a date beyond was moved in Google, that move is kept as a conflict',
    {
      base: weekly,
      ours: has({ ...weekly, recurrence: { ...weekly.recurrence!, rule: 'FREQ=WEEKLY;COUNT=1' } }),
      theirs: has(withDates(secondMoved)),
    },
    {
      google: update({ ...weekly, recurrence: { ...weekly.recurrence!, rule: 'FREQ=WEEKLY;COUNT=1' } }),
      kalends: nothing,
      base: { ...weekly, recurrence: { ...weekly.recurrence!, rule: 'FREQ=WEEKLY;COUNT=1' } },
      conflicts: [{ field: 'overrides', kept: null, lost: secondMoved, lostFrom: 'google' }],
    },
  ],
  [
    'S24: it became a series in Google and was renamed here, it is the same appointment with both',
    { base: agreed, ours: has(renamed), theirs: has(weekly) },
    {
      google: update({ ...weekly, title: renamed.title }),
      kalends: { do: 'change', content: { ...weekly, title: renamed.title }, fields: ['recurrence'] },
      base: { ...weekly, title: renamed.title },
      conflicts: [],
    },
  ],
];

const exportOnly: readonly Row[] = [
  [
    'it differs there and nothing was agreed on yet, Google is told and what it said is kept as a conflict',
    { base: null, ours: has(agreed), theirs: has(renamed) },
    {
      google: update(agreed),
      kalends: nothing,
      base: agreed,
      conflicts: [{ field: 'title', kept: 'Fitting', lost: 'Fitting, long', lostFrom: 'google' }],
    },
  ],
  [
    'S11: the insert was done although its answer was lost, it is agreed on',
    { base: null, ours: has(agreed), theirs: has(agreed) },
    { google: nothing, kalends: nothing, base: agreed, conflicts: [] },
  ],
  [
    'it is gone on both sides, nothing happens',
    { base: agreed, ours: deleted, theirs: absent },
    { google: nothing, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'S66: it was changed in Google, that is undone and kept as a conflict',
    { base: agreed, ours: has(agreed), theirs: has(renamed) },
    {
      google: update(agreed),
      kalends: nothing,
      base: agreed,
      conflicts: [{ field: 'title', kept: 'Fitting', lost: 'Fitting, long', lostFrom: 'google' }],
    },
  ],
  [
    'S66: it was deleted in Google, Google gets it again',
    { base: agreed, ours: has(agreed), theirs: deleted },
    {
      google: insert(agreed),
      kalends: nothing,
      base: agreed,
      conflicts: [{ field: 'status', kept: 'confirmed', lost: 'cancelled', lostFrom: 'google' }],
    },
  ],
  [
    'an event was made in Google, it is none of ours',
    { base: null, ours: absent, theirs: has(agreed) },
    { google: nothing, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'a cancelled one came back from Google’s bin, it is deleted again',
    { base: null, ours: deleted, theirs: has(agreed) },
    { google: { do: 'delete' }, kalends: nothing, base: null, conflicts: [] },
  ],
  [
    'it was changed here, Google is told',
    { base: agreed, ours: has(moved), theirs: has(agreed) },
    { google: update(moved), kalends: nothing, base: moved, conflicts: [] },
  ],
];

describe('two-way, when', () => {
  it.each(twoWay)('%s', (_, sides, decision) => expect(reconcile({ ...sides, mode: 'two-way' })).toEqual(decision));
});

describe('two-way with a series, when', () => {
  it.each(series)('%s', (_, sides, decision) => expect(reconcile({ ...sides, mode: 'two-way' })).toEqual(decision));
});

describe('export only, when', () => {
  it.each(exportOnly)('%s', (_, sides, decision) => expect(reconcile({ ...sides, mode: 'export' })).toEqual(decision));
});
