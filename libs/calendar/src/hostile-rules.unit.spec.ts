import { appointment, series } from '../test/contents';
import { occurrences } from './occurrences';

const window = { start: new Date('2026-01-01T00:00:00Z'), end: new Date('2028-01-01T00:00:00Z') };

function expand(rule: string, start = '2026-01-01'): { readonly count: number; readonly milliseconds: number } {
  const content = appointment({
    start: { date: start },
    end: { date: start.replace(/\d\d$/, '02') },
    recurrence: series(rule),
  });
  const before = process.cpuUsage();
  const { length } = occurrences(content, window, { zoneForDates: 'Europe/Berlin' });
  return { count: length, milliseconds: process.cpuUsage(before).user / 1_000 };
}

const list = (length: number, first = 1): string => Array.from({ length }, (_, index) => index + first).join(',');

describe('a rule that hangs or fells other expansions', () => {
  // The start always takes place (RFC 5545 section 3.8.5.3), so that an impossible rule has one occurrence.
  it.each<[string, number]>([
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 1],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31', 1],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 1],
    ['FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31;BYDAY=MO', 1],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=FR', 1],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=FR;COUNT=9999', 1],
    ['FREQ=WEEKLY;INTERVAL=999;BYMONTH=2', 1],
    ['FREQ=MONTHLY;INTERVAL=12;BYMONTH=2', 1],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=366', 1],
    ['FREQ=YEARLY;BYYEARDAY=366;INTERVAL=4', 1],
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6', 1],
    [`FREQ=YEARLY;BYMONTH=${list(12)};BYMONTHDAY=${list(31)}`, 731],
    [`FREQ=YEARLY;BYDAY=${list(53).replaceAll(/\d+/g, '$&MO')}`, 105],
    ['FREQ=DAILY;COUNT=10000', 731],
  ])('R40: %s ends at once with %i', (rule, count) => {
    const expanded = expand(rule);
    expect(expanded.count).toBe(count);
    expect(expanded.milliseconds).toBeLessThan(250);
  });

  it('R40: ends at once however long ago it began', () => {
    for (const rule of [
      'FREQ=DAILY;COUNT=10000',
      'FREQ=YEARLY;BYDAY=MO;BYSETPOS=366;COUNT=10000',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2',
    ]) {
      const expanded = expand(rule, '1900-01-01');
      expect(expanded.count).toBe(0);
      expect(expanded.milliseconds).toBeLessThan(500);
    }
  });
});
