import { CONFIRMATION_LIFE_MS, requireConfirmed, type Confirmation } from './confirmation';

const now = new Date('2026-11-21T09:00:00Z');
const later = (ms: number): Date => new Date(now.getTime() + ms);
const shown: Confirmation = {
  digest: Buffer.alloc(32),
  userId: 'anna',
  action: 'reset-calendar',
  subject: 'chair/work',
  phrase: 'Work',
  counts: { events: 412 },
  expiresAt: later(CONFIRMATION_LIFE_MS),
};
const given = { userId: 'anna', action: 'reset-calendar', subject: 'chair/work', phrase: ' Work ' };
const check =
  (change: object = {}, events = 412, at = now, confirmation: Confirmation | null = shown) =>
  () =>
    requireConfirmed(confirmation, { ...given, ...change }, { events }, at);

const refusal = (kind: string, code: string, more: object = {}) =>
  expect.objectContaining({ kind, code, message: expect.stringMatching(/^[A-Z].+\.$/), ...more });

describe('a typed confirmation', () => {
  it('allows what was shown, and less', () => {
    expect(check()).not.toThrow();
    expect(check({}, 400)).not.toThrow();
  });

  it.each([
    ['without one', check({}, 412, now, null)],
    ['of another person', check({ userId: 'ben' })],
    ['for something else', check({ action: 'disconnect' })],
    ['for another calendar', check({ subject: 'chair/private' })],
    ['after a quarter of an hour', check({}, 412, later(CONFIRMATION_LIFE_MS))],
  ])('is needed %s', (_, attempt) => {
    expect(attempt).toThrow(refusal('invalid', 'confirmation/needed'));
  });

  it('must be typed as shown', () => {
    expect(check({ phrase: 'work' })).toThrow(
      refusal('invalid', 'confirmation/mistyped', { details: { phrase: 'Work' } }),
    );
  });

  it('holds until a quarter of an hour is over', () => {
    expect(CONFIRMATION_LIFE_MS).toBe(900_000);
    expect(check({}, 412, later(CONFIRMATION_LIFE_MS - 1))).not.toThrow();
  });

  it('holds for nothing of a kind that was not shown', () => {
    const ofSeries = () => requireConfirmed(shown, given, { events: 1, series: 1 }, now);
    expect(ofSeries).toThrow(refusal('conflict', 'confirmation/outdated'));
    expect(() => requireConfirmed(shown, given, { series: 0 }, now)).not.toThrow();
  });

  it('holds for no more than was shown', () => {
    expect(check({}, 413)).toThrow(
      refusal('conflict', 'confirmation/outdated', { details: { counts: { events: 413 } } }),
    );
  });
});
