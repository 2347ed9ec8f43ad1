import { formatInZone, instantOf, isTimeZone, parseDateTime } from './time';

const wall = (text: string) => Date.parse(`${text}Z`);
const inBerlin = (text: string) => new Date(instantOf(wall(text), 'Europe/Berlin')).toISOString();

describe('time zones', () => {
  it.each([
    ['winter', '2026-11-21T09:00:00', '2026-11-21T08:00:00.000Z'],
    ['summer', '2026-07-01T09:00:00', '2026-07-01T07:00:00.000Z'],
    ['the missing hour: with the offset before it', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
    ['the doubled hour: the first one', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
    ['hours after the change', '2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z'],
    ['the last minute before the change', '2026-03-29T01:59:00', '2026-03-29T00:59:00.000Z'],
  ])('a wall clock in %s', (_name, local, instant) => expect(inBerlin(local)).toBe(instant));

  it('writes offsets of half an hour and west of Greenwich', () => {
    const at = Date.parse('2026-11-21T00:00:00Z');
    expect(formatInZone(at, 'Asia/Kolkata')).toBe('2026-11-21T05:30:00+05:30');
    expect(formatInZone(at, 'America/St_Johns')).toBe('2026-11-20T20:30:00-03:30');
    expect(formatInZone(at, 'UTC')).toBe('2026-11-21T00:00:00Z');
  });

  it('reads RFC 3339 and ignores fractions; without an offset only with a zone', () => {
    expect(parseDateTime('2026-11-21T09:00:00.999+01:00')).toBe(Date.parse('2026-11-21T08:00:00Z'));
    expect(parseDateTime('2026-11-21T09:00:00')).toBeNull();
    expect(parseDateTime('2026-11-21T09:00:00', 'Europe/Berlin')).toBe(Date.parse('2026-11-21T08:00:00Z'));
    expect(parseDateTime('21.11.2026')).toBeNull();
  });

  it('knows IANA names, old ones too, and no offsets', () => {
    expect(['Europe/Kiev', 'UTC', 'Mars/Base', '+01:00', ''].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
