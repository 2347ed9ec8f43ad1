import type { CalendarLink, LinkState } from '../api/google';
import { badgeOf } from './badge';

const now = new Date('2026-11-21T12:00:00Z');
const link = (state: LinkState, lastSuccessAt: string | null = '2026-11-21T11:59:48Z', more = {}): CalendarLink => ({
  id: 'l',
  resourceId: 'r',
  branchId: 'b',
  createdByKalends: true,
  sentence: '',
  action: 'wait',
  calendarId: 'c',
  calendarSummary: 'Kalends',
  mode: 'two-way',
  state,
  reason: null,
  exported: 0,
  toExport: 0,
  lastSuccessAt,
  lagSeconds: null,
  pending: 0,
  ...more,
});

describe('the Google badge of a resource', () => {
  test('U8: a live link with a recent success is green and says how long ago it was', () => {
    expect(badgeOf(link('live'), now)).toEqual({ tone: 'green', state: 'live', ageSeconds: 12, progress: null });
  });

  test('U8: it is never green when the last success is older than 15 minutes, or missing', () => {
    expect(badgeOf(link('live', '2026-11-21T11:45:00Z'), now).tone).toBe('green');
    expect(badgeOf(link('live', '2026-11-21T11:44:59Z'), now)).toMatchObject({ tone: 'yellow', state: 'late' });
    expect(badgeOf(link('live', null), now)).toMatchObject({ tone: 'yellow', state: 'late', ageSeconds: null });
  });

  test('no other state is green, however recent the success', () => {
    const others: LinkState[] = ['linking', 'initial-sync', 'degraded', 'broken', 'disconnecting', 'gone'];
    expect(others.map((state) => badgeOf(link(state), now).tone)).not.toContain('green');
  });

  test('the first export shows its progress', () => {
    expect(badgeOf(link('initial-sync', null, { exported: 5, toExport: 20 }), now).progress).toBe(25);
    expect(badgeOf(link('initial-sync', null, { exported: 0, toExport: 0 }), now).progress).toBe(100);
  });

  test('without a link, or with one that is gone, the badge is neutral', () => {
    expect(badgeOf(null, now)).toEqual(badgeOf(link('gone'), now));
    expect(badgeOf(undefined, now).state).toBe('none');
  });

  test('a clock of the server that runs ahead shows no negative age', () => {
    expect(badgeOf(link('live', '2026-11-21T12:00:05Z'), now).ageSeconds).toBe(0);
  });
});
