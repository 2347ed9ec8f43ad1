import type { AppointmentContent } from '@kalends/calendar';
import { contentFromEvents } from './content-from-events';
import { eventFromContent, eventIdOf, instancePatches } from './event-from-content';
import { isForeign } from './foreign-event';
import type { GoogleEvent } from './google-event';
import { readMark } from './mark';

const berlin = (at: string) => ({ at, zone: 'Europe/Berlin' });
const mark = {
  appointmentId: '019ab000-0000-7000-8000-00000000000a',
  linkId: '019ab000-0000-7000-8000-00000000000b',
  version: 3,
};

const weekly: AppointmentContent = {
  title: 'Fitting',
  description: 'ask <ben@kalends.example>',
  location: 'Room 1',
  start: berlin('2026-03-02T08:00:00Z'),
  end: berlin('2026-03-02T08:30:00Z'),
  transparency: 'opaque',
  visibility: 'private',
  recurrence: { rule: 'FREQ=WEEKLY;COUNT=4', rdates: [berlin('2026-03-05T14:00:00Z')], exdates: [] },
  overrides: [
    { recurrenceId: berlin('2026-03-09T08:00:00Z'), cancelled: true },
    {
      recurrenceId: berlin('2026-03-16T08:00:00Z'),
      start: berlin('2026-03-17T08:00:00Z'),
      end: berlin('2026-03-17T09:00:00Z'),
    },
  ],
};

/** No date has become an event of its own. */
const none = (): boolean => false;

describe('the event of an appointment', () => {
  it('says all that Kalends owns, cancelled dates as EXDATE and times as instants with their zone', () => {
    expect(eventFromContent(weekly, mark)).toEqual({
      status: 'confirmed',
      summary: 'Fitting',
      description: 'ask &lt;ben@kalends.example>',
      location: 'Room 1',
      start: { date: null, dateTime: '2026-03-02T08:00:00Z', timeZone: 'Europe/Berlin' },
      end: { date: null, dateTime: '2026-03-02T08:30:00Z', timeZone: 'Europe/Berlin' },
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4', 'RDATE:20260305T140000Z', 'EXDATE:20260309T080000Z'],
      transparency: 'opaque',
      visibility: 'private',
      extendedProperties: {
        private: { kalendsAppointment: mark.appointmentId, kalendsLink: mark.linkId, kalendsVersion: '3' },
      },
    });
  });

  it('S25: has dates for whole days, and clears the times and the recurrence that it may have had', () => {
    const event = eventFromContent(
      { ...weekly, start: { date: '2026-03-02' }, end: { date: '2026-03-04' }, recurrence: null, overrides: [] },
      mark,
    );
    expect(event.start).toEqual({ date: '2026-03-02', dateTime: null, timeZone: null });
    expect(event.end).toEqual({ date: '2026-03-04', dateTime: null, timeZone: null });
    expect(event.recurrence).toBeNull();
  });

  it('S56: has an id made from the appointment’s, of letters that Google takes', () => {
    expect(eventIdOf(mark.appointmentId)).toMatch(/^[0-9a-v]{32}$/);
  });

  it('S7: carries a mark that tells whose it is', () => {
    expect(readMark(eventFromContent(weekly, mark))).toEqual(mark);
    expect(readMark({})).toBeNull();
    expect(readMark({ extendedProperties: { private: { other: 'x' } } })).toBeNull();
  });
});

describe('the instances of a series', () => {
  it('S16: are patched where a date differs, by the id of its original start', () => {
    expect(instancePatches('abc', weekly, null, none)).toEqual([
      {
        id: 'abc_20260316T080000Z',
        recurrenceId: berlin('2026-03-16T08:00:00Z'),
        body: {
          status: 'confirmed',
          summary: 'Fitting',
          description: 'ask &lt;ben@kalends.example>',
          location: 'Room 1',
          start: { date: null, dateTime: '2026-03-17T08:00:00Z', timeZone: 'Europe/Berlin' },
          end: { date: null, dateTime: '2026-03-17T09:00:00Z', timeZone: 'Europe/Berlin' },
          transparency: 'opaque',
        },
      },
    ]);
  });

  it('are put back as the series has them, and cancelled where they had been changed', () => {
    const overrides = [{ recurrenceId: berlin('2026-03-16T08:00:00Z'), cancelled: true as const }];
    const patches = instancePatches('abc', { ...weekly, overrides }, weekly, none);
    expect(patches.map(({ id, body }) => [id, body.status, body.start?.dateTime])).toEqual([
      ['abc_20260316T080000Z', 'cancelled', undefined],
      ['abc_20260309T080000Z', 'confirmed', '2026-03-09T08:00:00Z'],
    ]);
  });

  it('follow when the series is renamed, since a changed instance has words of its own', () => {
    const [patch] = instancePatches('abc', { ...weekly, title: 'Check' }, weekly, none);
    expect(patch?.body.summary).toBe('Check');
  });
});

const event = (part: GoogleEvent = {}): GoogleEvent => ({
  summary: 'Fitting',
  start: { dateTime: '2026-03-02T09:00:00+01:00', timeZone: 'Europe/Berlin' },
  end: { dateTime: '2026-03-02T09:30:00+01:00', timeZone: 'Europe/Berlin' },
  ...part,
});
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
    ['has a line of another kind', { recurrence: ['DTSTART:20260302'] }, 'recurrence/not-supported'],
    [
      'has dates that do not exist',
      { recurrence: ['RRULE:FREQ=DAILY', 'EXDATE:20261399T990000'] },
      'calendar-time/invalid',
    ],
    ['has periods', { recurrence: ['RDATE;VALUE=PERIOD:20260302T080000Z/PT1H'] }, 'recurrence/not-supported'],
    ['lasts ten years', { end: { dateTime: '2036-03-02T09:00:00+01:00' } }, 'content/not-allowed'],
  ])('is refused with a reason when it %s', (_, part, code) => {
    expect(() => contentOf(part)).toThrow(expect.objectContaining({ name: 'DomainError', code }));
  });
});

describe('S65: an event is foreign', () => {
  it.each<[string, GoogleEvent, boolean]>([
    ['a birthday', { eventType: 'birthday' }, true],
    ['a working location', { eventType: 'workingLocation' }, true],
    ['from a mail', { eventType: 'fromGmail' }, true],
    ['an absence', { eventType: 'outOfOffice' }, true],
    ['a focus time', { eventType: 'focusTime' }, true],
    ['an invitation by somebody else', { eventType: 'default', organizer: { self: false } }, true],
    ['an invitation whose organiser is not said to be us', { organizer: {} }, true],
    ['the calendar’s own', { eventType: 'default', organizer: { self: true } }, false],
    ['said to be nothing special', {}, false],
  ])('or not when it is %s', (_, given, expected) => expect(isForeign(given)).toBe(expected));
});
