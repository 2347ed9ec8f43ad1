import type { AppointmentContent } from './content';
import { fromICalendar } from './from-icalendar';
import { toICalendar } from './to-icalendar';

const identity = { uid: 'a@kalends', stamp: new Date('2026-01-01T00:00:00Z') };
const read = (...lines: readonly string[]) => fromICalendar(lines.join('\r\n'), { zoneForFloating: 'Europe/Berlin' });
const readEvent = (...lines: readonly string[]) =>
  read(
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:a@phone',
    'DTSTART:20260302T080000Z',
    ...lines,
    'END:VEVENT',
    'END:VCALENDAR',
  ).content;

const berlin = (at: string) => ({ at, zone: 'Europe/Berlin' });
const weekly: AppointmentContent = {
  title: 'Fitting; left, right',
  description: 'one\ntwo',
  location: 'Room 1',
  start: berlin('2026-03-02T08:00:00Z'),
  end: berlin('2026-03-02T08:30:00Z'),
  transparency: 'opaque',
  visibility: 'private',
  recurrence: { rule: 'FREQ=WEEKLY;COUNT=3', rdates: [], exdates: [] },
  overrides: [
    { recurrenceId: berlin('2026-03-09T08:00:00Z'), cancelled: true },
    {
      recurrenceId: berlin('2026-03-16T08:00:00Z'),
      title: 'Longer',
      start: berlin('2026-03-16T09:00:00Z'),
      end: berlin('2026-03-16T10:00:00Z'),
    },
  ],
};

describe('an appointment as iCalendar', () => {
  it('has a VEVENT for the series and one for each changed date, cancelled ones as EXDATE, and its zone', () => {
    const lines = toICalendar(weekly, identity).split('\r\n');
    for (const line of [
      'TZID:Europe/Berlin',
      'SUMMARY:Fitting\\; left\\, right',
      'DESCRIPTION:one\\ntwo',
      'DTSTART;TZID=Europe/Berlin:20260302T090000',
      'RRULE:FREQ=WEEKLY;COUNT=3',
      'EXDATE;TZID=Europe/Berlin:20260309T090000',
      'RECURRENCE-ID;TZID=Europe/Berlin:20260316T090000',
      'DTSTART;TZID=Europe/Berlin:20260316T100000',
      'CLASS:PRIVATE',
      'DTSTAMP:20260101T000000Z',
    ]) {
      expect(lines).toContain(line);
    }
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
    expect(lines.filter((line) => line === 'UID:a@kalends')).toHaveLength(2);
  });

  it('S30: names an old zone as it was given', () => {
    const kiev = (at: string) => ({ at, zone: 'Europe/Kiev' });
    const text = toICalendar(
      {
        ...weekly,
        recurrence: null,
        overrides: [],
        start: kiev('2026-03-02T08:00:00Z'),
        end: kiev('2026-03-02T09:00:00Z'),
      },
      identity,
    );
    expect(text).toContain('TZID:Europe/Kiev\r\n');
    expect(text).toContain('DTSTART;TZID=Europe/Kiev:20260302T100000\r\n');
  });
});

describe('an appointment from iCalendar', () => {
  it('lasts as DTEND or DURATION says, else nothing, and a date a day', () => {
    expect(readEvent('DTEND:20260302T090000Z').end).toEqual({ at: '2026-03-02T09:00:00Z', zone: 'UTC' });
    expect(readEvent('DURATION:PT45M').end).toEqual({ at: '2026-03-02T08:45:00Z', zone: 'UTC' });
    expect(readEvent().end).toEqual({ at: '2026-03-02T08:00:00Z', zone: 'UTC' });
    const day = read(
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:a',
      'DTSTART;VALUE=DATE:20260302',
      'END:VEVENT',
      'END:VCALENDAR',
    );
    expect(day.content.end).toEqual({ date: '2026-03-03' });
  });

  it('is in the zone asked for when its times float', () => {
    const { content } = read(
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:a',
      'DTSTART:20260302T090000',
      'END:VEVENT',
      'END:VCALENDAR',
    );
    expect(content.start).toEqual(berlin('2026-03-02T08:00:00Z'));
  });

  it('S30: finds the zone behind a name of its own, and refuses one that nobody knows', () => {
    const lines = (location: string) => [
      ...['BEGIN:VCALENDAR', 'BEGIN:VTIMEZONE', 'TZID:My zone', location, 'END:VTIMEZONE', 'BEGIN:VEVENT', 'UID:a'],
      ...['DTSTART;TZID=My zone:20260302T090000', 'END:VEVENT', 'END:VCALENDAR'],
    ];
    expect(read(...lines('X-LIC-LOCATION:Europe/Berlin')).content.start).toEqual(berlin('2026-03-02T08:00:00Z'));
    expect(() => read(...lines('COMMENT:none'))).toThrow('not a known time zone');
  });

  it('S17: takes a cancelled VEVENT of a date like an EXDATE', () => {
    const { content } = read(
      ...[
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART:20260302T080000Z',
        'RRULE:FREQ=DAILY;COUNT=3',
        'EXDATE:20260303T080000Z',
      ],
      ...[
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:a',
        'RECURRENCE-ID:20260304T080000Z',
        'DTSTART:20260304T080000Z',
        'STATUS:CANCELLED',
      ],
      ...['END:VEVENT', 'END:VCALENDAR'],
    );
    expect(content.overrides).toEqual([
      { recurrenceId: { at: '2026-03-03T08:00:00Z', zone: 'UTC' }, cancelled: true },
      { recurrenceId: { at: '2026-03-04T08:00:00Z', zone: 'UTC' }, cancelled: true },
    ]);
  });

  it.each<[string, readonly string[], string]>([
    ['nothing', [''], 'calendar object'],
    ['noise', ['BEGIN:VCALENDAR', 'what', 'END:VCALENDAR'], 'does not follow RFC 5545'],
    ['a card', ['BEGIN:VCARD', 'END:VCARD'], 'not a VCALENDAR'],
    ['no appointment', ['BEGIN:VCALENDAR', 'END:VCALENDAR'], 'exactly one appointment'],
    [
      'two',
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:a',
        'END:VEVENT',
        'BEGIN:VEVENT',
        'UID:b',
        'END:VEVENT',
        'END:VCALENDAR',
      ],
      'exactly one appointment',
    ],
    ['no start', ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:a', 'END:VEVENT', 'END:VCALENDAR'], 'DTSTART is missing'],
    [
      'a start that is none',
      ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:a', 'DTSTART:soon', 'END:VEVENT', 'END:VCALENDAR'],
      '',
    ],
    [
      'a rule that is none',
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART:20260302T080000Z',
        'RRULE:FREQ=NEVER',
        'END:VEVENT',
        'END:VCALENDAR',
      ],
      '',
    ],
    [
      'a rule by the second',
      [
        'BEGIN:VCALENDAR',
        'BEGIN:VEVENT',
        'UID:a',
        'DTSTART:20260302T080000Z',
        'RRULE:FREQ=SECONDLY',
        'END:VEVENT',
        'END:VCALENDAR',
      ],
      "can't be kept",
    ],
    ['too many lines', Array.from({ length: 10_001 }, () => 'X:Y'), 'too large'],
    ['too many components', Array.from({ length: 1_001 }, () => 'BEGIN:VEVENT'), 'too large'],
    ['a line too long', ['BEGIN:VCALENDAR', `X:${'y'.repeat(70_000)}`, 'END:VCALENDAR'], 'too large'],
    ['too many bytes', [`X:${'ü\r\n '.repeat(60_000)}`], 'too large'],
  ])('R37: is refused with a reason when there is %s', (_, lines, reason) => {
    expect(() => read(...lines)).toThrow(
      expect.objectContaining({ name: 'DomainError', kind: 'invalid', message: expect.stringContaining(reason) }),
    );
  });
});
