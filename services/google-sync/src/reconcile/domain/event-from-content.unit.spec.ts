import type { AppointmentContent } from '@kalends/calendar';
import { eventFromContent, eventIdOf, instancePatches } from './event-from-content';
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
    expect(eventIdOf(mark.appointmentId)).toBe('019ab00000007000800000000000000a');
    expect(eventIdOf(mark.appointmentId.toUpperCase())).toBe(eventIdOf(mark.appointmentId));
  });

  it('S7: carries a mark that tells whose it is', () => {
    expect(readMark(eventFromContent(weekly, mark))).toEqual(mark);
    expect(readMark({})).toBeNull();
    expect(readMark({ extendedProperties: { private: { other: 'x' } } })).toBeNull();
    expect(readMark({ extendedProperties: { private: null } })).toBeNull();
  });

  it.each(['kalendsAppointment', 'kalendsLink'])('S7: carries no mark of ours without %s', (missing) => {
    const { [missing]: _, ...rest } = eventFromContent(weekly, mark).extendedProperties!.private!;
    expect(readMark({ extendedProperties: { private: rest } })).toBeNull();
  });

  it('S7: says version 0 when somebody has taken the version out of the mark', () => {
    const { kalendsVersion: _, ...rest } = eventFromContent(weekly, mark).extendedProperties!.private!;
    expect(readMark({ extendedProperties: { private: rest } })).toEqual({ ...mark, version: 0 });
  });

  it('says no more of a recurrence than there is', () => {
    const daily = { ...weekly, recurrence: { rule: 'FREQ=DAILY', rdates: [], exdates: [] }, overrides: [] };
    expect(eventFromContent(daily, mark).recurrence).toEqual(['RRULE:FREQ=DAILY']);
    const dates = [berlin('2026-03-05T14:00:00Z'), berlin('2026-03-06T14:00:00Z')];
    const list = { ...daily, recurrence: { rule: '', rdates: dates, exdates: [] } };
    expect(eventFromContent(list, mark).recurrence).toEqual(['RDATE:20260305T140000Z,20260306T140000Z']);
  });

  it('has the dates of whole days as dates', () => {
    const recurrence = { rule: 'FREQ=WEEKLY', rdates: [{ date: '2026-03-05' }], exdates: [] };
    const overrides = [{ recurrenceId: { date: '2026-03-09' }, cancelled: true as const }];
    const days = { ...weekly, start: { date: '2026-03-02' }, end: { date: '2026-03-03' }, recurrence, overrides };
    expect(eventFromContent(days, mark).recurrence).toEqual([
      'RRULE:FREQ=WEEKLY',
      'RDATE;VALUE=DATE:20260305',
      'EXDATE;VALUE=DATE:20260309',
    ]);
    expect(instancePatches('abc', { ...days, overrides: [] }, days, none)[0]).toMatchObject({
      id: 'abc_20260309',
      body: { start: { date: '2026-03-09', dateTime: null, timeZone: null } },
    });
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

  it('are none when it is no series any more', () => {
    expect(instancePatches('abc', { ...weekly, recurrence: null, overrides: [] }, weekly, none)).toEqual([]);
  });

  it('are left alone where they say what they should', () => {
    expect(instancePatches('abc', weekly, weekly, () => true)).toEqual([]);
  });

  it('are cancelled one by one only where EXDATE does not reach: a date that is an event of its own', () => {
    const overrides = [{ recurrenceId: berlin('2026-03-16T08:00:00Z'), cancelled: true as const }];
    const cancelled = { ...weekly, overrides };
    const cancelling = [
      { id: 'abc_20260316T080000Z', recurrenceId: overrides[0]!.recurrenceId, body: { status: 'cancelled' } },
    ];
    expect(instancePatches('abc', cancelled, null, () => true)).toEqual(cancelling);
    expect(instancePatches('abc', cancelled, null, none)).toEqual([]);
    expect(instancePatches('abc', cancelled, cancelled, () => true)).toEqual([]);
  });

  it('come back when they had been cancelled and are now said to differ', () => {
    const recurrenceId = berlin('2026-03-16T08:00:00Z');
    const cancelled = { ...weekly, overrides: [{ recurrenceId, cancelled: true as const }] };
    const [patch] = instancePatches(
      'abc',
      { ...weekly, overrides: [{ recurrenceId, title: 'Check' }] },
      cancelled,
      none,
    );
    expect(patch).toMatchObject({ recurrenceId, body: { status: 'confirmed', summary: 'Check' } });
  });

  it('say in their own words what differs, and the rest as the series does', () => {
    const recurrenceId = berlin('2026-03-16T08:00:00Z');
    const words = { title: 'Check', description: 'a<b', location: 'Hall', transparency: 'transparent' } as const;
    const bodies = [words, {}].map(
      (own) => instancePatches('abc', { ...weekly, overrides: [{ recurrenceId, ...own }] }, null, none)[0]!.body,
    );
    expect(bodies[0]).toMatchObject({
      ...{ summary: 'Check', description: 'a&lt;b', location: 'Hall', transparency: 'transparent' },
    });
    expect(bodies[1]).toMatchObject({
      ...{
        summary: 'Fitting',
        description: 'ask &lt;ben@kalends.example>',
        location: 'Room 1',
        transparency: 'opaque',
      },
    });
  });

  it('follow when the series is renamed, since a changed instance has words of its own', () => {
    const [patch] = instancePatches('abc', { ...weekly, title: 'Check' }, weekly, none);
    expect(patch?.body.summary).toBe('Check');
  });
});
