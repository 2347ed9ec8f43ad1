import type { AppointmentContent } from '@kalends/calendar';
import type { AppointmentFacts } from './appointment';
import { claims, expansionWindow, historyStart, lastEnd } from './expand';

const zone = 'Europe/Berlin';
const at = (utc: string) => ({ at: `${utc}:00Z`, zone });
const now = new Date('2027-01-01T00:00:00Z');

const content = (more: Partial<AppointmentContent> = {}): AppointmentContent => ({
  ...{ title: '', description: '', location: '', start: at('2027-03-01T08:00'), end: at('2027-03-01T09:00') },
  ...{ transparency: 'opaque', visibility: 'default', recurrence: null, overrides: [] },
  ...more,
});
const series = (rule: string, more: Partial<AppointmentContent> = {}): AppointmentContent =>
  content({ recurrence: { rule, rdates: [], exdates: [] }, ...more });
const facts = (of: AppointmentContent, more: Partial<AppointmentFacts> = {}): AppointmentFacts => ({
  ...{ branchId: 'b', resourceIds: ['r1', 'r2'], customerIds: [], templateId: null, status: 'confirmed' },
  ...{ bufferBeforeMinutes: 0, bufferAfterMinutes: 0, content: of },
  ...more,
});
const claimsOf = (of: AppointmentFacts) => claims(of, expansionWindow(of.content, now, zone), zone);

const added = (date: string) => ({ rule: '', rdates: [at(date)], exdates: [] });
const second = at('2027-03-08T08:00');

describe('What an appointment claims', () => {
  it('is each of its resources for its time with buffers', () => {
    const made = claimsOf(facts(content(), { bufferBeforeMinutes: 10, bufferAfterMinutes: 15 }));
    expect(made.map(({ resourceId }) => resourceId)).toEqual(['r1', 'r2']);
    expect(made[0]).toMatchObject({
      occurrence: '',
      start: new Date('2027-03-01T08:00:00Z'),
      during: { start: new Date('2027-03-01T07:50:00Z'), end: new Date('2027-03-01T09:15:00Z') },
      holds: true,
    });
  });

  it("is the branch's own day for a whole day, also when that has 25 hours", () => {
    const [claim] = claimsOf(facts(content({ start: { date: '2027-10-31' }, end: { date: '2027-11-01' } })));
    expect([claim!.start, claim!.end]).toEqual([new Date('2027-10-30T22:00:00Z'), new Date('2027-10-31T23:00:00Z')]);
  });

  it("is the branch's own days for a series of whole days", () => {
    const days = series('FREQ=DAILY;COUNT=2', { start: { date: '2027-03-01' }, end: { date: '2027-03-02' } });
    const starts = claimsOf(facts(days, { resourceIds: ['r1'] })).map(({ start }) => start.toISOString());
    expect(starts).toEqual(['2027-02-28T23:00:00.000Z', '2027-03-01T23:00:00.000Z']);
  });

  it('is nothing once cancelled, and no slot when free or nobody came', () => {
    expect(claimsOf(facts(content(), { status: 'cancelled' }))).toEqual([]);
    expect(claimsOf(facts(content(), { status: 'no-show' })).some(({ holds }) => holds)).toBe(false);
    expect(claimsOf(facts(content({ transparency: 'transparent' }))).some(({ holds }) => holds)).toBe(false);
  });

  it('reaches back for a moment long ago as well as far ahead when it takes place once', () => {
    expect(claimsOf(facts(content({ start: at('1999-03-01T08:00'), end: at('1999-03-01T09:00') })))).toHaveLength(2);
    expect(claimsOf(facts(content({ start: at('2060-03-01T08:00'), end: at('2060-03-01T09:00') })))).toHaveLength(2);
  });

  it('is bounded for an endless series, however old it is', () => {
    const old = facts(series('FREQ=DAILY', { start: at('2001-03-01T08:00'), end: at('2001-03-01T09:00') }));
    const made = claimsOf(old);
    expect(made.length).toBeLessThanOrEqual(2 * 641);
    expect(made[0]!.start.getTime()).toBeGreaterThan(Date.parse('2026-10-01T00:00:00Z'));
  });

  it('knows a date of a series by its own time, and whether that one blocks time', () => {
    const overrides: AppointmentContent['overrides'] = [
      { recurrenceId: at('2027-03-08T08:00'), start: at('2027-03-08T10:00'), end: at('2027-03-08T11:00') },
      { recurrenceId: at('2027-03-15T08:00'), transparency: 'transparent' },
    ];
    const made = claimsOf(facts(series('FREQ=WEEKLY;COUNT=3', { overrides }), { resourceIds: ['r1'] }));
    expect(made.map(({ occurrence, start, holds }) => [occurrence, start.toISOString(), holds])).toEqual([
      ['2027-03-01T08:00:00Z', '2027-03-01T08:00:00.000Z', true],
      ['2027-03-08T08:00:00Z', '2027-03-08T10:00:00.000Z', true],
      ['2027-03-15T08:00:00Z', '2027-03-15T08:00:00.000Z', false],
    ]);
  });

  it('of a series stands in the table from 90 days ago to 550 days ahead', () => {
    const window = (start: string) => expansionWindow(series('FREQ=DAILY', { start: at(start) }), now, zone);
    expect(historyStart(now)).toEqual(new Date('2026-10-03T00:00:00Z'));
    expect(window('2001-03-01T08:00')).toEqual({
      start: new Date('2026-10-03T00:00:00Z'),
      end: new Date('2028-07-04T00:00:00Z'),
    });
    expect(window('2027-03-01T08:00')).toEqual({
      start: new Date('2027-03-01T08:00:00Z'),
      end: new Date('2028-09-01T08:00:00Z'),
    });
    expect(expansionWindow(content(), now, zone)).toBeNull();
  });

  it('begins with the series even when that is years ahead', () => {
    const far = facts(series('FREQ=WEEKLY', { start: at('2040-03-01T08:00'), end: at('2040-03-01T09:00') }));
    expect(claimsOf(far)[0]!.start).toEqual(new Date('2040-03-01T08:00:00Z'));
  });
});

describe('The last end of an appointment', () => {
  it.each<[string, AppointmentContent, string | null]>([
    ['is its end when it takes place once', content(), '2027-03-01T09:00:00.000Z'],
    ['is not known for an endless series', series('FREQ=DAILY'), null],
    ['is found by counting', series('FREQ=WEEKLY;COUNT=3'), '2027-03-15T09:00:00.000Z'],
    [
      "is that of the branch's own day",
      series('FREQ=DAILY;COUNT=2', { start: { date: '2027-03-01' }, end: { date: '2027-03-02' } }),
      '2027-03-02T23:00:00.000Z',
    ],
    ['is that of the series itself when it has no rule', series(''), '2027-03-01T09:00:00.000Z'],
    [
      'is that of the last added date',
      series('', { recurrence: added('2027-05-01T08:00') }),
      '2027-05-01T09:00:00.000Z',
    ],
    [
      'is that of the rule when all added dates come before',
      series('', { recurrence: { ...added('2027-03-02T08:00'), rule: 'FREQ=WEEKLY;COUNT=3' } }),
      '2027-03-15T09:00:00.000Z',
    ],
    [
      'is that of a date that begins later and is as long as the others',
      series('FREQ=WEEKLY;COUNT=3', { overrides: [{ recurrenceId: second, start: at('2027-06-01T08:00') }] }),
      '2027-06-01T09:00:00.000Z',
    ],
    [
      'is not moved by a date that is cancelled or has other words',
      series('FREQ=WEEKLY;COUNT=2', {
        overrides: [
          { recurrenceId: second, cancelled: true },
          { recurrenceId: at('2027-03-01T08:00'), title: 'Dye' },
        ],
      }),
      '2027-03-08T09:00:00.000Z',
    ],
    ['is not known when counting would take too long', series('FREQ=YEARLY;COUNT=30'), null],
  ])('%s', (_, of, end) => {
    expect(lastEnd(of, zone)?.toISOString() ?? null).toBe(end);
  });

  it('by UNTIL is that of an occurrence that begins on that day, and at most two days more', () => {
    const long = series('FREQ=MONTHLY;UNTIL=20270501', { start: { date: '2027-03-01' }, end: { date: '2027-03-11' } });
    const until = lastEnd(long, zone)!.getTime();
    expect(until).toBeGreaterThanOrEqual(Date.parse('2027-05-10T22:00:00Z'));
    expect(until).toBeLessThanOrEqual(Date.parse('2027-05-13T00:00:00Z'));
  });

  it('is never before the end of the last occurrence by UNTIL, RDATE or override', () => {
    const until = lastEnd(series('FREQ=DAILY;UNTIL=20270310'), zone)!;
    expect(until.getTime()).toBeGreaterThanOrEqual(Date.parse('2027-03-10T09:00:00Z'));
    const moved = { recurrenceId: at('2027-03-08T08:00'), start: at('2027-06-01T08:00'), end: at('2027-06-01T09:30') };
    expect(lastEnd(series('FREQ=WEEKLY;COUNT=3', { overrides: [moved] }), zone)).toEqual(
      new Date('2027-06-01T09:30:00Z'),
    );
  });
});
