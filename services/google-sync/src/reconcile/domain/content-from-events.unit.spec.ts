import { contentFromEvents, orphansOf } from './content-from-events';
import type { GoogleEvent } from './google-event';

const berlin = (at: string) => ({ at, zone: 'Europe/Berlin' });
const event = (part: GoogleEvent = {}): GoogleEvent => ({
  summary: 'Fitting',
  start: { dateTime: '2026-03-02T09:00:00+01:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-03-02T09:30:00+01:00', timeZone: 'Europe/Berlin' },
  ...part,
});
const sentence = expect.stringMatching(/^[A-Z“].+\.$/);
const contentOf = (part: GoogleEvent, instances: readonly GoogleEvent[] = []) =>
  contentFromEvents(event(part), instances, 'America/New_York');

describe('the appointment of an event', () => {
  it('S4: has the text that Google’s markup shows', () => {
    expect(contentOf({ description: '<p>one<br>two</p>&lt;three&gt;' }).description).toBe('one\ntwo\n<three>');
  });

  it('S27: keeps the instant and the zone, which is the calendar’s when the event names none', () => {
    expect(contentOf({}).start).toEqual(berlin('2026-03-02T08:00:00Z'));
    expect(contentOf({ start: { dateTime: '2026-03-02T09:00:00+01:00' } }).start).toEqual({
      at: '2026-03-02T08:00:00Z',
      zone: 'America/New_York',
    });
  });

  it.each([
    [undefined, 'default'],
    ['public', 'public'],
    ['private', 'private'],
    ['confidential', 'private'],
  ])('with visibility %s is %s', (visibility, expected) => {
    expect(contentOf({ visibility }).visibility).toBe(expected);
  });

  it('S68: blocks time unless it is transparent', () => {
    expect(contentOf({}).transparency).toBe('opaque');
    expect(contentOf({ transparency: 'transparent' }).transparency).toBe('transparent');
  });

  it.each([
    ['in UTC', 'EXDATE:20260309T080000Z'],
    ['in a zone', 'EXDATE;TZID=Europe/Berlin:20260309T090000'],
    ['as a date', 'EXDATE;VALUE=DATE:20260309'],
  ])('S20: leaves out an EXDATE given %s', (_, line) => {
    const { overrides } = contentOf({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3', line] });
    expect(overrides).toEqual([{ recurrenceId: berlin('2026-03-09T08:00:00Z'), cancelled: true }]);
  });

  it('S16: takes instances for overrides of their original start, with what differs', () => {
    const originalStartTime = { dateTime: '2026-03-09T09:00:00+01:00', timeZone: 'Europe/Berlin' };
    const moved = event({
      originalStartTime,
      start: { dateTime: '2026-03-10T09:00:00+01:00', timeZone: 'Europe/Berlin' },
      end: { dateTime: '2026-03-10T09:30:00+01:00', timeZone: 'Europe/Berlin' },
    });
    const cancelled: GoogleEvent = {
      status: 'cancelled',
      originalStartTime: { dateTime: '2026-03-16T09:00:00+01:00' },
    };
    expect(contentOf({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }, [moved, cancelled]).overrides).toEqual([
      {
        recurrenceId: berlin('2026-03-09T08:00:00Z'),
        start: berlin('2026-03-10T08:00:00Z'),
        end: berlin('2026-03-10T08:30:00Z'),
      },
      { recurrenceId: berlin('2026-03-16T08:00:00Z'), cancelled: true },
    ]);
  });

  it('has the words and the place of the event, or none', () => {
    const said = { summary: 'Check', description: 'bring both', location: 'Hall' };
    expect(contentOf(said)).toMatchObject({ title: 'Check', description: 'bring both', location: 'Hall' });
    const silent = { summary: null, description: null, location: null };
    expect(contentOf(silent)).toMatchObject({ title: '', description: '', location: '' });
  });

  it('repeats only when the event does', () => {
    expect(contentOf({ recurrence: null }).recurrence).toBeNull();
    expect(contentOf({ recurrence: [] }).recurrence).toBeNull();
    expect(contentOf({ recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] }).recurrence).toEqual({
      ...{ rule: 'FREQ=DAILY;COUNT=3', rdates: [], exdates: [] },
    });
  });

  it.each([
    ['in UTC', 'RDATE:20260305T140000Z,20260306T140000Z'],
    ['in a zone', 'RDATE;TZID=America/New_York:20260305T090000,20260306T090000'],
    ['in a quoted zone', 'RDATE;VALUE=DATE-TIME;TZID="America/New_York":20260305T090000,20260306T090000'],
    ['in a zone among others', 'RDATE;TZID=America/New_York;VALUE=DATE-TIME:20260305T090000,20260306T090000'],
    ['on the clock of the series', 'rdate:20260305T150000,20260306T150000'],
    ['with spaces around them', ' RDATE:20260305T140000Z, 20260306T140000Z '],
  ])('takes place on added dates given %s', (_, line) => {
    expect(contentOf({ recurrence: [line] }).recurrence).toEqual({
      rule: '',
      rdates: [berlin('2026-03-05T14:00:00Z'), berlin('2026-03-06T14:00:00Z')],
      exdates: [],
    });
  });

  it('takes a bare date among times for the occurrence of that day', () => {
    expect(contentOf({ recurrence: ['RDATE;VALUE=DATE:20260305'] }).recurrence!.rdates).toEqual([
      berlin('2026-03-05T08:00:00Z'),
    ]);
  });

  it('has whole days from dates, of its added dates too', () => {
    const days = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } };
    const { start, end, recurrence } = contentOf({ ...days, recurrence: ['RDATE:20260305T140000Z,20260306'] });
    expect([start, end]).toEqual([{ date: '2026-03-02' }, { date: '2026-03-03' }]);
    expect(recurrence!.rdates).toEqual([{ date: '2026-03-05' }, { date: '2026-03-06' }]);
  });

  it('leaves out what is left of the instances from before it was of whole days', () => {
    const days = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' }, recurrence: ['RRULE:FREQ=WEEKLY'] };
    const [old, own] = [{ dateTime: '2026-03-09T00:00:00Z' }, { date: '2026-03-16' }].map((originalStartTime) => ({
      ...{ status: 'cancelled', originalStartTime },
    }));
    expect(contentOf(days, [old!, own!]).overrides).toEqual([
      { recurrenceId: { date: '2026-03-16' }, cancelled: true },
    ]);
  });

  it('lets an instance have its say on a date that the series leaves out', () => {
    const originalStartTime = { dateTime: '2026-03-09T09:00:00+01:00', timeZone: 'Europe/Berlin' };
    const instance = event({ originalStartTime, start: originalStartTime, end: event().end!, summary: 'Check' });
    const shifted = { ...instance, end: { dateTime: '2026-03-09T09:30:00+01:00', timeZone: 'Europe/Berlin' } };
    const recurrence = ['RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20260309T080000Z,20260316T080000Z'];
    expect(contentOf({ recurrence }, [shifted]).overrides).toEqual([
      { recurrenceId: berlin('2026-03-09T08:00:00Z'), title: 'Check' },
      { recurrenceId: berlin('2026-03-16T08:00:00Z'), cancelled: true },
    ]);
  });

  it('has of an instance its own words, place and whether it blocks time', () => {
    const at9 = { dateTime: '2026-03-09T09:00:00+01:00', timeZone: 'Europe/Berlin' };
    const half = { dateTime: '2026-03-09T09:30:00+01:00', timeZone: 'Europe/Berlin' };
    const said = { summary: 'Check', description: 'both', location: 'Hall', transparency: 'transparent' };
    const instance: GoogleEvent = { ...said, originalStartTime: at9, start: at9, end: half };
    expect(contentOf({ recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'] }, [instance]).overrides).toEqual([
      {
        recurrenceId: berlin('2026-03-09T08:00:00Z'),
        ...{ title: 'Check', description: 'both', location: 'Hall', transparency: 'transparent' },
      },
    ]);
  });

  it.each<[string, GoogleEvent, string]>([
    ['has no times', { start: null }, 'google-event/incomplete'],
    [
      'is in a zone that nobody knows (S30)',
      { start: { dateTime: '2026-03-02T09:00:00+01:00', timeZone: 'Mars/Olympus' } },
      'time-zone/unknown',
    ],
    ['repeats by the hour', { recurrence: ['RRULE:FREQ=HOURLY'] }, 'recurrence/not-supported'],
    ['has two rules', { recurrence: ['RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'] }, 'recurrence/not-supported'],
    [
      'has a rule of exceptions',
      { recurrence: ['RRULE:FREQ=DAILY', 'EXRULE:FREQ=WEEKLY'] },
      'recurrence/not-supported',
    ],
    ['has no end', { end: null }, 'google-event/incomplete'],
    ['has an empty time', { start: {} }, 'google-event/incomplete'],
    ['ends before it begins', { end: { dateTime: '2026-03-02T08:00:00+01:00' } }, 'content/not-allowed'],
    ['has a line of another kind', { recurrence: ['DTSTART:20260302'] }, 'recurrence/not-supported'],
    ['has a line with something before', { recurrence: ['X-RDATE:20260302'] }, 'recurrence/not-supported'],
    ['has a line in a line', { recurrence: ['RRULE:FREQ=DAILY\nX:1'] }, 'recurrence/not-supported'],
    ['has a line without a value', { recurrence: ['RDATE:'] }, 'recurrence/not-supported'],
    ['has a date with something before', { recurrence: ['RDATE:x20260302'] }, 'recurrence/not-supported'],
    ['has a date with something behind', { recurrence: ['RDATE:20260302x'] }, 'recurrence/not-supported'],
    ['has half a time', { recurrence: ['RDATE:20260302T08'] }, 'recurrence/not-supported'],
    [
      'has dates that do not exist',
      { recurrence: ['RRULE:FREQ=DAILY', 'EXDATE:20261399T990000'] },
      'calendar-time/invalid',
    ],
    ['has periods', { recurrence: ['RDATE;VALUE=PERIOD:20260302T080000Z/PT1H'] }, 'recurrence/not-supported'],
    ['lasts ten years', { end: { dateTime: '2036-03-02T09:00:00+01:00' } }, 'content/not-allowed'],
  ])('is refused with a reason when it %s', (_, part, code) => {
    expect(() => contentOf(part)).toThrow(
      expect.objectContaining({ ...{ name: 'DomainError', kind: 'invalid', code }, message: sentence }),
    );
  });

  it.each([
    [['RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'], 'it has more than one rule'],
    [['DTSTART:20260302'], 'a line of it is not understood'],
    [['RDATE:2026'], 'a date of it is not understood'],
  ])('tells why it can not repeat by %s', (recurrence, reason) => {
    expect(() => contentOf({ recurrence })).toThrow(
      expect.objectContaining({ details: { reason }, message: expect.stringContaining(reason) }),
    );
  });
});

describe('an instance that shows though the series has no such date', () => {
  const day = (date: string, hour = '09') => ({ dateTime: `${date}T${hour}:00:00+01:00`, timeZone: 'Europe/Berlin' });
  const instance = (id: string, part: Omit<GoogleEvent, 'id'>) => ({
    id,
    start: day('2026-03-03'),
    end: day('2026-03-03', '10'),
    ...part,
  });
  const instances = [
    instance('own', { originalStartTime: day('2026-03-09') }),
    instance('at another hour', { originalStartTime: day('2026-03-09', '08') }),
    instance('on another day', { originalStartTime: day('2026-03-10') }),
    instance('cancelled', { originalStartTime: day('2026-03-10', '08'), status: 'cancelled' }),
    instance('a whole day', { originalStartTime: { date: '2026-03-09' } }),
  ];
  const orphansIn = (part: GoogleEvent) => orphansOf(contentOf(part), instances, 'Europe/Berlin');

  it('is found, whatever the series was before', () => {
    expect(orphansIn({ recurrence: ['RRULE:FREQ=WEEKLY'] })).toEqual([
      'at another hour',
      'on another day',
      'a whole day',
    ]);
  });

  it('is each one when the event is no series any more', () => {
    expect(orphansIn({})).toEqual(['own', 'at another hour', 'on another day', 'a whole day']);
  });
});
