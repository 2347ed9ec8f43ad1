import type { AppointmentContent } from '@kalends/calendar';
import { type Appointment, factsOf } from './appointment';
import { changedFields } from './changed-fields';
import type { Command } from './command';
import { decide } from './decide';
import { evolve } from './evolve';

const zone = 'Europe/Berlin';
const at = (utc: string) => ({ at: `${utc}:00Z`, zone });

const content = (more: Partial<AppointmentContent> = {}): AppointmentContent => ({
  ...{ title: 'Cut', description: '', location: '', start: at('2027-03-01T08:00'), end: at('2027-03-01T09:00') },
  ...{ transparency: 'opaque', visibility: 'default', recurrence: null, overrides: [] },
  ...more,
});

const given = {
  tenantId: 't',
  appointmentId: 'a',
  origin: 'planner',
  at: '2027-01-01T00:00:00.000Z',
  overbooked: false,
} as const;

/** An appointment as it is after these commands. */
const after = (...commands: Command[]): Appointment =>
  commands.reduce<Appointment | null>((state, command) => {
    const change = decide(command, state);
    return change ? evolve(state, change, given) : state;
  }, null)!;

const create = (more: Partial<AppointmentContent> = {}): Command => ({
  do: 'create',
  ...{ branchId: 'b', resourceIds: ['r2', 'r1', 'r2'], customerIds: [], templateId: null },
  ...{ bufferBeforeMinutes: 0, bufferAfterMinutes: 0, content: content(more) },
});
const weekly = create({ recurrence: { rule: 'FREQ=WEEKLY', rdates: [], exdates: [] } });
const cancel: Command = { do: 'cancel' };
const refusal = (kind: string, code: string) =>
  expect.objectContaining({ kind, code, message: expect.stringMatching(/^[A-Z].+\.$/) });

describe('Deciding on an appointment', () => {
  it('makes it confirmed, version 1, its resources sorted and without doubles', () => {
    expect(after(create())).toMatchObject({ version: 1, status: 'confirmed', resourceIds: ['r1', 'r2'] });
  });

  it('refuses a second creation and any change of nothing', () => {
    expect(() => decide(create(), after(create()))).toThrow(refusal('conflict', 'appointment/exists'));
    expect(() => decide(cancel, null)).toThrow(refusal('not-found', 'appointment/unknown'));
  });

  it('takes over only what is given', () => {
    const changed = after(create(), { do: 'change', content: { title: 'Colour' }, resourceIds: undefined });
    expect(changed).toMatchObject({ version: 2, resourceIds: ['r1', 'r2'], content: content({ title: 'Colour' }) });
  });

  it('calls a change of time and resources alone a move', () => {
    const before = after(create());
    const times = { start: at('2027-03-02T08:00'), end: at('2027-03-02T09:00') };
    expect(decide({ do: 'change', content: times, resourceIds: ['r3'] }, before)?.kind).toBe('moved');
    expect(decide({ do: 'change', content: { end: at('2027-03-01T10:00') } }, before)?.kind).toBe('moved');
    expect(decide({ do: 'change', content: { ...times, title: 'X' } }, before)?.kind).toBe('changed');
  });

  it('calls what it did by its name, also when nothing but the time differs', () => {
    const before = after(create());
    const times = { start: at('2027-03-02T08:00'), end: at('2027-03-02T09:00') };
    const moved = after(create(), { do: 'move', ...times });
    expect(decide(create(), null)?.kind).toBe('created');
    expect(decide({ do: 'move', ...times }, before)?.kind).toBe('moved');
    expect(decide(cancel, before)?.kind).toBe('cancelled');
    expect(decide({ do: 'complete', noShow: true }, before)?.kind).toBe('completed');
    expect(decide({ do: 'restore', facts: factsOf(before) }, moved)?.kind).toBe('restored');
    expect(decide({ do: 'cancel', recurrenceId: at('2027-03-08T08:00') }, after(weekly))?.kind).toBe('changed');
  });

  it('moves to other resources, sorted and without doubles, or leaves them as they are', () => {
    const times = { start: at('2027-03-02T08:00'), end: at('2027-03-02T09:00') };
    const moved = after(create(), { do: 'move', ...times, resourceIds: ['r9', 'r3', 'r9'] });
    expect(moved).toMatchObject({ resourceIds: ['r3', 'r9'], content: content(times) });
    expect(after(create(), { do: 'move', ...times }).resourceIds).toEqual(['r1', 'r2']);
  });

  it('refuses facts that can not be kept, by whatever command they come', () => {
    expect(() => decide({ do: 'change', resourceIds: [] }, after(create()))).toThrow(
      refusal('invalid', 'appointment/resources'),
    );
    expect(() => decide({ ...create(), resourceIds: [] } as Command, null)).toThrow(
      refusal('invalid', 'appointment/resources'),
    );
  });

  it('keeps for ever where and when it was first made', () => {
    const change = decide({ do: 'change', content: { title: 'Dye' } }, after(create()))!;
    const later = { ...given, origin: 'google', at: '2027-01-02T00:00:00.000Z', overbooked: true } as const;
    expect(evolve(after(create()), change, later)).toMatchObject({
      ...{ version: 2, origin: 'planner', overbooked: true },
      ...{ createdAt: given.at, updatedAt: later.at },
    });
  });

  it('keeps content in its canonical form', () => {
    expect(after(create({ title: '  Cut  ' })).content.title).toBe('Cut');
  });

  it('brings back the facts of an earlier version as they were', () => {
    const first = after(create());
    const restored = after(
      create(),
      { do: 'change', content: { title: 'Dye' }, customerIds: ['c'], bufferAfterMinutes: 10 },
      cancel,
      { do: 'restore', facts: factsOf(first) },
    );
    expect(restored).toEqual({ ...first, version: 4 });
  });

  it.each<[string, Command]>([
    ['the same title, spelt with spaces', { do: 'change', content: { title: ' Cut ' } }],
    ['a move to where it is', { do: 'move', start: at('2027-03-01T08:00'), end: at('2027-03-01T09:00') }],
    ['the same resources in another order', { do: 'change', resourceIds: ['r2', 'r1'] }],
    ['undoing a cancellation that was none', { do: 'restore', facts: null }],
  ])('decides nothing for %s', (_, command) => {
    expect(decide(command, after(create()))).toBeNull();
  });

  it('cancels once, refuses to change what is cancelled, and brings it back', () => {
    const cancelled = after(create(), cancel);
    expect(decide(cancel, cancelled)).toBeNull();
    for (const command of [
      { do: 'change', content: { title: 'X' } },
      { do: 'move', start: at('2027-03-02T08:00'), end: at('2027-03-02T09:00') },
      { do: 'complete', noShow: false },
    ] as Command[]) {
      expect(() => decide(command, cancelled)).toThrow(refusal('conflict', 'appointment/cancelled'));
    }
    expect(after(create(), cancel, { do: 'restore', facts: null })).toMatchObject({ version: 3, status: 'confirmed' });
  });

  it('cancels a series as a whole once it is cancelled, whichever date is named', () => {
    const cancelled = after(weekly, cancel);
    expect(decide({ do: 'cancel', recurrenceId: at('2027-03-08T08:00') }, cancelled)).toBeNull();
  });

  it('leaves an appointment that took place as it is when a cancellation is undone', () => {
    expect(decide({ do: 'restore', facts: null }, after(create(), { do: 'complete', noShow: false }))).toBeNull();
  });

  it('notes that it took place, or that nobody came', () => {
    expect(after(create(), { do: 'complete', noShow: false }).status).toBe('completed');
    expect(after(create(), { do: 'complete', noShow: true }).status).toBe('no-show');
  });

  it('S16, S17: moves or cancels one date of a series by its recurrence id, in whatever zone it is told', () => {
    const recurrenceId = { at: '2027-03-08T08:00:00Z', zone: 'UTC' };
    const moved = after(weekly, {
      do: 'move',
      recurrenceId,
      start: at('2027-03-08T10:00'),
      end: at('2027-03-08T11:00'),
    });
    const own = at('2027-03-08T08:00');
    expect(moved.content.overrides).toEqual([
      { recurrenceId: own, start: at('2027-03-08T10:00'), end: at('2027-03-08T11:00') },
    ]);
    const gone = after(weekly, { do: 'cancel', recurrenceId });
    expect(gone).toMatchObject({
      status: 'confirmed',
      content: { overrides: [{ recurrenceId: own, cancelled: true }] },
    });
  });

  it('knows no override of a date that the series does not have', () => {
    const recurrenceId = at('2027-03-09T08:00');
    expect(() => decide({ do: 'cancel', recurrenceId }, after(weekly))).toThrow(
      expect.objectContaining({ code: 'appointment/no-such-occurrence' }),
    );
    expect(() => decide({ do: 'cancel', recurrenceId }, after(create()))).toThrow(
      expect.objectContaining({ code: 'appointment/not-a-series' }),
    );
  });

  it('moves a whole series with its exceptions, on the clock and not by the hour', () => {
    const cancelled: Command = { do: 'cancel', recurrenceId: at('2027-03-29T07:00') };
    // 09:00 to 10:00 in Berlin: one hour later, also on the date in summer time.
    const move: Command = { do: 'move', start: at('2027-03-01T09:00'), end: at('2027-03-01T10:00') };
    expect(after(weekly, cancelled, move).content.overrides).toEqual([
      { recurrenceId: at('2027-03-29T08:00'), cancelled: true },
    ]);
  });

  it('does not move a series off the days that its rule names', () => {
    const mondays = create({ recurrence: { rule: 'FREQ=WEEKLY;BYDAY=MO,WE', rdates: [], exdates: [] } });
    const move: Command = { do: 'move', start: at('2027-03-02T08:00'), end: at('2027-03-02T09:00') };
    expect(() => decide(move, after(mondays))).toThrow(
      expect.objectContaining({ code: 'appointment/series-day-fixed' }),
    );
  });

  it('names each field that differs, with both values', () => {
    const before = after(create());
    const changed = after(create(), { do: 'change', content: { title: 'Colour' }, customerIds: ['c'] });
    expect(changedFields(before, changed)).toEqual([
      { field: 'customer_ids', before: [], after: ['c'] },
      { field: 'content.title', before: 'Cut', after: 'Colour' },
    ]);
  });
});
