import { appointment, at } from '../../../test/memory/contents';
import { aLink } from '../../../test/mappings';
import type { FoundEvent } from '../../google/domain/found-event';
import { isBefore, readingOf } from './reading';

const time = (dateTime: string) => ({ dateTime, timeZone: 'Europe/Berlin' });
const event: FoundEvent = {
  ...{ id: 'event', etag: 'e1', status: 'confirmed', summary: 'Hearing test' },
  ...{ start: time('2026-11-23T10:00:00+01:00'), end: time('2026-11-23T11:00:00+01:00') },
};
const series: FoundEvent = { ...event, recurrence: ['RRULE:FREQ=WEEKLY'] };
const second: FoundEvent = {
  ...{ id: 'event_2', etag: 'i1', status: 'cancelled', originalStartTime: time('2026-11-30T10:00:00+01:00') },
};
const link = aLink();

describe('What a found event says', () => {
  it('is told in our words, with the ETags of the series and of each instance', () => {
    expect(readingOf(link, { is: 'present', master: series, instances: [second] })).toEqual({
      is: 'present',
      master: series,
      etags: { event: 'e1', event_2: 'i1' },
      content: appointment({
        recurrence: { rule: 'FREQ=WEEKLY', rdates: [], exdates: [] },
        overrides: [{ recurrenceId: at('2026-11-30T09:00:00Z'), cancelled: true }],
      }),
      orphans: [],
    });
  });

  it('S23: has orphans where a changed date is none of the series’', () => {
    const orphan = { ...second, status: 'confirmed', start: time('2026-12-01T10:00:00+01:00') };
    const late = {
      ...orphan,
      end: time('2026-12-01T11:00:00+01:00'),
      originalStartTime: time('2026-12-01T10:00:00+01:00'),
    };
    expect(readingOf(link, { is: 'present', master: series, instances: [late] })).toMatchObject({
      orphans: ['event_2'],
    });
  });

  it('is in the time zone of the calendar when it names none', () => {
    const master = { ...event, start: { dateTime: event.start!.dateTime }, end: { dateTime: event.end!.dateTime } };
    const reading = readingOf(aLink({ calendarTimeZone: 'Asia/Tokyo' }), { is: 'present', master, instances: [] });
    expect(reading).toMatchObject({ content: { start: at('2026-11-23T09:00:00Z', 'Asia/Tokyo') } });
  });

  it('is not guessed at when no appointment can say it, and it is known why', () => {
    const master = { ...event, recurrence: ['RRULE:FREQ=HOURLY'] };
    expect(readingOf(link, { is: 'present', master, instances: [] })).toEqual({
      ...{ is: 'unreadable', etags: { event: 'e1' }, code: 'recurrence/not-supported' },
    });
  });

  it('is an error when it is the program that fails', () => {
    const master = { ...event, recurrence: 5 as unknown as string[] };
    expect(() => readingOf(link, { is: 'present', master, instances: [] })).toThrow(TypeError);
  });

  it('is that it is gone without a trace', () => {
    expect(readingOf(link, { is: 'deleted', master: null })).toEqual({
      ...{ is: 'deleted', isTombstone: false, lastWords: null },
    });
  });

  it('is what a tombstone still tells of it', () => {
    const master = { ...event, status: 'cancelled' };
    expect(readingOf(link, { is: 'deleted', master })).toEqual({
      is: 'deleted',
      isTombstone: true,
      lastWords: {
        ...{ is: 'present', master: event, etags: { event: 'e1' }, content: appointment(), orphans: [] },
      },
    });
  });

  it.each<[string, Partial<FoundEvent>]>([
    ['has no start', { start: null }],
    ['has no end', { end: null }],
    ['says what no appointment can say', { recurrence: ['RRULE:FREQ=HOURLY'] }],
  ])('is nothing more than that it is deleted when the tombstone %s', (_, part) => {
    expect(readingOf(link, { is: 'deleted', master: { ...event, status: 'cancelled', ...part } })).toEqual({
      ...{ is: 'deleted', isTombstone: true, lastWords: null },
    });
  });
});

describe('An appointment is over before its link begins', () => {
  const until = (end: string) => isBefore(link, appointment({ start: at('2026-11-21T10:00:00Z'), end: at(end) }));

  it('when its end is not later', () => {
    expect(until('2026-11-21T12:00:00Z')).toBe(true);
    expect(until('2026-11-21T12:00:01Z')).toBe(false);
  });

  it('by the day of the calendar', () => {
    const early = aLink({ syncFrom: new Date('2026-11-20T23:30:00Z') });
    const day = appointment({ start: { date: '2026-11-20' }, end: { date: '2026-11-21' } });
    expect(isBefore(early, day)).toBe(true);
    expect(isBefore({ ...early, calendarTimeZone: 'UTC' }, day)).toBe(false);
  });

  it('never when it is a series: its dates may still be added to', () => {
    const [start, end] = [at('2020-11-21T10:00:00Z'), at('2020-11-21T11:00:00Z')];
    const recurrence = { rule: 'FREQ=DAILY;COUNT=2', rdates: [], exdates: [] };
    expect(isBefore(link, appointment({ start, end, recurrence }))).toBe(false);
  });
});
