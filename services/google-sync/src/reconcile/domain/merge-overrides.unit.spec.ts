import type { CalendarTime, ChangedOverride, Override } from '@kalends/calendar';
import { mergeOverrides } from './merge-overrides';

const at = (hour: number): CalendarTime => ({ at: `2026-03-09T${hour}:00:00Z`, zone: 'Europe/Berlin' });
const recurrenceId = at(10);
const date = (change: Omit<ChangedOverride, 'recurrenceId'>): Override => ({ recurrenceId, ...change });
const cancelled: Override = { recurrenceId, cancelled: true };
const [red, green] = [date({ title: 'red' }), date({ title: 'green' })];
const other: Override = { recurrenceId: at(20), title: 'other' };

const merged = (override: Override) => ({ overrides: [override], conflicts: [] });
const lost = (kept: Override, what: Override, lostFrom: 'google' | 'kalends') => ({
  overrides: [kept],
  conflicts: [{ field: 'overrides', kept, lost: what, lostFrom }],
});

describe('Dates of a series that two sides changed', () => {
  it('are merged one by one', () => {
    expect(mergeOverrides([], [red], [other])).toEqual({ overrides: [red, other], conflicts: [] });
  });

  it('keep of one date what each side changed of it', () => {
    expect(mergeOverrides([], [red], [date({ location: 'hall' })])).toEqual(
      merged(date({ title: 'red', location: 'hall' })),
    );
    const times = { start: at(12), end: at(13) };
    expect(
      mergeOverrides([red], [date({ title: 'red', description: 'x' })], [date({ title: 'red', ...times })]),
    ).toEqual(merged(date({ title: 'red', description: 'x', ...times })));
  });

  it('are as the series has them where one side put them back', () => {
    expect(mergeOverrides([red], [red], [])).toEqual(merged({ recurrenceId }));
    expect(mergeOverrides([red], [], [red])).toEqual(merged({ recurrenceId }));
  });

  it('say what Google says of a field that both changed, and ours is told as lost', () => {
    expect(mergeOverrides([], [red], [green])).toEqual(lost(green, red, 'kalends'));
    const kept = date({ title: 'green', transparency: 'transparent' });
    const ours = date({ title: 'red', transparency: 'transparent' });
    expect(mergeOverrides([], [ours], [green])).toEqual(lost(kept, ours, 'kalends'));
  });

  it("say what Kalends says while nothing was agreed on, and Google's is told as lost", () => {
    expect(mergeOverrides(null, [red], [green])).toEqual(lost(red, green, 'google'));
    expect(mergeOverrides(null, [red], [])).toEqual(lost(red, { recurrenceId }, 'google'));
  });

  it('have start and end from one side together', () => {
    const [early, late] = [date({ start: at(10), end: at(11) }), date({ start: at(12), end: at(13) })];
    expect(mergeOverrides([], [early], [late])).toEqual(lost(late, early, 'kalends'));
  });

  describe('one of them cancelling it', () => {
    it('are cancelled when the other did not touch them, or cancelled them too', () => {
      expect(mergeOverrides([], [cancelled], [])).toEqual(merged(cancelled));
      expect(mergeOverrides([], [], [cancelled])).toEqual(merged(cancelled));
      expect(mergeOverrides([red], [red], [cancelled])).toEqual(merged(cancelled));
      expect(mergeOverrides([red], [cancelled], [red])).toEqual(merged(cancelled));
      expect(mergeOverrides(null, [cancelled], [cancelled])).toEqual(merged(cancelled));
    });

    it('take place again when one side wants so and the other leaves them cancelled', () => {
      expect(mergeOverrides([cancelled], [cancelled], [])).toEqual(merged({ recurrenceId }));
      expect(mergeOverrides([cancelled], [red], [cancelled])).toEqual(merged(red));
    });

    it("are Kalends' to say when both touched them", () => {
      expect(mergeOverrides([], [cancelled], [red])).toEqual(lost(cancelled, red, 'google'));
      expect(mergeOverrides([], [red], [cancelled])).toEqual(lost(red, cancelled, 'google'));
      expect(mergeOverrides(null, [cancelled], [red])).toEqual(lost(cancelled, red, 'google'));
      expect(mergeOverrides(null, [], [cancelled])).toEqual(lost({ recurrenceId }, cancelled, 'google'));
    });
  });

  it('that were cancelled and take place again on both sides keep what each says of them', () => {
    expect(mergeOverrides([cancelled], [red], [date({ location: 'hall' })])).toEqual(
      merged(date({ title: 'red', location: 'hall' })),
    );
    expect(mergeOverrides([cancelled], [red], [green])).toEqual(lost(green, red, 'kalends'));
  });
});
