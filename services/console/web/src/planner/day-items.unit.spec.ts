import type { Appointment, Day, DayItem } from '../api/scheduling';
import { holderOf, itemId, movedSlot, resizedSlot, wallSpan, withWritten } from './day-items';

const zone = 'Europe/Berlin';
const at = (instant: string) => ({ at: instant, zone });
const item = (start: string, end: string, more: Partial<DayItem> = {}): DayItem => ({
  appointmentId: 'a',
  recurrenceId: null,
  resourceIds: ['r1'],
  start: at(start),
  end: at(end),
  title: 'Hearing test',
  status: 'confirmed',
  overbooked: false,
  origin: 'planner',
  version: 1,
  ...more,
});

describe('items of a day on the grid', () => {
  test('U35: a drag across the end of summer time keeps the wall time and the real length', () => {
    const moved = movedSlot(
      item('2026-10-24T07:00:00Z', '2026-10-24T07:45:00Z'),
      { days: 1, seconds: 0 },
      ['r2'],
      zone,
    );
    expect(moved).toEqual({ start: at('2026-10-25T08:00:00Z'), end: at('2026-10-25T08:45:00Z'), resourceIds: ['r2'] });
  });

  test('U35: an appointment over the repeated hour is drawn, though its end is not after its start on the wall', () => {
    const span = wallSpan(at('2026-10-25T00:30:00Z'), at('2026-10-25T01:15:00Z'), zone);
    expect(span).toEqual({ start: '2026-10-25T02:30:00', end: '2026-10-25T02:45:00', allDay: false });
  });

  test('a moved appointment of another zone keeps its zone', () => {
    const abroad = {
      ...item('2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z'),
      start: { at: '2026-11-21T09:00:00Z', zone: 'America/New_York' },
    };
    expect(movedSlot(abroad, { days: 0, seconds: 1800 }, ['r1'], zone).start).toEqual({
      at: '2026-11-21T09:30:00Z',
      zone: 'America/New_York',
    });
  });

  test('resizing moves the end alone', () => {
    const resized = resizedSlot(item('2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z'), { days: 0, seconds: 900 }, zone);
    expect(resized).toMatchObject({ start: at('2026-11-21T09:00:00Z'), end: at('2026-11-21T10:15:00Z') });
  });

  test('an all-day appointment is placed by dates', () => {
    expect(wallSpan({ date: '2026-11-21' }, { date: '2026-11-22' }, zone)).toEqual({
      start: '2026-11-21',
      end: '2026-11-22',
      allDay: true,
    });
  });

  test('a written date of a series moves alone, but all dates have the new version', () => {
    const first = item('2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z', { recurrenceId: at('2026-11-21T09:00:00Z') });
    const second = item('2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z', { recurrenceId: at('2026-11-21T14:00:00Z') });
    const slot = movedSlot(first, { days: 0, seconds: 3600 }, ['r1'], zone);
    const day = withWritten(
      { items: [first, second] } as unknown as Day,
      { id: 'a', version: 2, overbooked: false } as Appointment,
      first,
      slot,
    );
    expect(day.items.map((one) => [itemId(one), one.version, one.start])).toEqual([
      ['a/2026-11-21T09:00:00Z', 2, at('2026-11-21T10:00:00Z')],
      ['a/2026-11-21T14:00:00Z', 2, at('2026-11-21T14:00:00Z')],
    ]);
  });

  test('U4: the appointment that holds the wanted time is found, the moved one itself and its neighbours are not', () => {
    const moved = item('2026-11-21T09:00:00Z', '2026-11-21T10:00:00Z');
    const holder = item('2026-11-21T10:30:00Z', '2026-11-21T11:00:00Z', { appointmentId: 'holder' });
    const next = item('2026-11-21T11:00:00Z', '2026-11-21T12:00:00Z', { appointmentId: 'next' });
    const elsewhere = item('2026-11-21T10:00:00Z', '2026-11-21T11:00:00Z', { appointmentId: 'x', resourceIds: ['r2'] });
    const day = { items: [moved, elsewhere, holder, next] } as unknown as Day;
    const slot = movedSlot(moved, { days: 0, seconds: 3600 }, ['r1'], zone);
    expect(holderOf(day, moved, slot)?.appointmentId).toBe('holder');
  });
});
