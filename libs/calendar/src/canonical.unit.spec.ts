import { appointment, berlin, series } from '../test/contents';
import { canonical, sameContent } from './canonical';
import type { AppointmentContent } from './content';

const ruleOf = (rule: string, start = berlin('2026-03-02T09:00:00')): string | undefined =>
  canonical(appointment({ start, recurrence: series(rule) })).recurrence?.rule;

describe('canonical text', () => {
  it.each([
    ['line ends of Windows', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['white space at the ends', '  \n one  \n two\t\n\n', 'one\n two'],
    ['breaks', 'one<br>two<br/>three<BR />four', 'one\ntwo\nthree\nfour'],
    ['styles', '<b>one</b> <span style="color: red">two</span>', 'one two'],
    ['blocks', '<p>one</p><div>two</div>', 'one\n\ntwo'],
    ['lists', '<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
    [
      'links that name their address',
      '<a href="https://kalends.example">https://kalends.example</a>',
      'https://kalends.example',
    ],
    ['links with another text', '<a href="https://kalends.example">here</a>', 'here (https://kalends.example)'],
    ['entities', 'Tom &amp; Jerry&nbsp;&lt;3 &#39;now&#39;', "Tom & Jerry <3 'now'"],
    ['markup behind entities', 'one&amp;lt;br&amp;gt;two', 'one\ntwo'],
    [
      'what only looks like markup',
      'ask <ben@kalends.example> about <TBC>, 1 < 2',
      'ask <ben@kalends.example> about <TBC>, 1 < 2',
    ],
    ['characters that nothing keeps', 'a\u0000b\ud800c', 'ab\ufffdc'],
  ])('S4: reads %s as the text that they show', (_, text, expected) => {
    expect(canonical(appointment({ description: text })).description).toBe(expected);
  });

  it.each([
    ['entities in entities', `&${'amp;'.repeat(2_000)}`],
    ['tags in tags', `${'<'.repeat(2_700)}${'b>'.repeat(2_700)}`],
    ['tags without end', '<a href="'.repeat(900)],
  ])('R37: is made at once of %s, and is a fixed point', (_, description) => {
    const before = process.cpuUsage();
    const once = canonical(appointment({ description }));
    expect(process.cpuUsage(before).user).toBeLessThan(50_000);
    expect(canonical(once)).toEqual(once);
  });

  it('S4: composes letters that something stood between', () => {
    const once = canonical(appointment({ title: 'e\u0001\u0301', description: 'e<b></b>\u0301' }));
    expect([once.title, once.description]).toEqual(['\u00e9', '\u00e9']);
  });

  it('S4: is one line in titles and places, where Google keeps angle brackets', () => {
    const { title, location } = canonical(appointment({ title: ' Fitting \n <b>2</b> ', location: 'Room\t1\r\n' }));
    expect([title, location]).toEqual(['Fitting <b>2</b>', 'Room 1']);
  });
});

describe('a canonical rule', () => {
  it('has one order, no defaults, and sorted lists without doubles', () => {
    expect(ruleOf('BYDAY=FR,MO,MO;WKST=MO;INTERVAL=1;FREQ=weekly')).toBe('FREQ=WEEKLY;BYDAY=MO,FR');
    expect(ruleOf('FREQ=MONTHLY;BYDAY=-1FR,+1MO')).toBe('FREQ=MONTHLY;BYDAY=-1FR,1MO');
    expect(ruleOf('FREQ=YEARLY;BYMONTH=10,2,10')).toBe('FREQ=YEARLY;BYMONTH=2,10');
  });

  it('keeps the first day of the week only where it decides', () => {
    expect(ruleOf('FREQ=WEEKLY;WKST=SU')).toBe('FREQ=WEEKLY');
    expect(ruleOf('FREQ=WEEKLY;WKST=SU;INTERVAL=2')).toBe('FREQ=WEEKLY;INTERVAL=2;WKST=SU');
  });

  it('S20: says UNTIL in UTC for times and as a date for whole days', () => {
    expect(ruleOf('FREQ=DAILY;UNTIL=20260401')).toBe('FREQ=DAILY;UNTIL=20260401T215959Z');
    expect(ruleOf('FREQ=DAILY;UNTIL=20260401T090000')).toBe('FREQ=DAILY;UNTIL=20260401T070000Z');
    expect(ruleOf('FREQ=DAILY;UNTIL=20260401T090000Z', { date: '2026-03-02' })).toBe('FREQ=DAILY;UNTIL=20260401');
  });
});

describe('canonical overrides', () => {
  const daily = series('FREQ=DAILY;COUNT=5');
  const overridesOf = (overrides: AppointmentContent['overrides'], recurrence = daily) =>
    canonical(appointment({ recurrence, overrides })).overrides;

  it('leave out what is as in the series', () => {
    const recurrenceId = berlin('2026-03-03T09:00:00');
    expect(
      overridesOf([
        {
          recurrenceId,
          start: recurrenceId,
          end: berlin('2026-03-03T09:30:00'),
          title: ' Fitting ',
          description: '<br>',
          transparency: 'opaque',
        },
        { recurrenceId: berlin('2026-03-04T09:00:00'), title: 'Longer', location: '' },
      ]),
    ).toEqual([{ recurrenceId: berlin('2026-03-04T09:00:00'), title: 'Longer' }]);
  });

  it('say start and end together, the length being that of the series when it was not given', () => {
    expect(
      overridesOf([{ recurrenceId: berlin('2026-03-03T09:00:00'), start: berlin('2026-03-03T11:00:00') }]),
    ).toEqual([
      {
        recurrenceId: berlin('2026-03-03T09:00:00'),
        start: berlin('2026-03-03T11:00:00'),
        end: berlin('2026-03-03T11:30:00'),
      },
    ]);
  });

  it('S17: take in EXDATEs, so that a date cancelled in either way is the same', () => {
    const id = berlin('2026-03-03T09:00:00');
    const byExdate = appointment({ recurrence: { ...daily, exdates: [id] } });
    const byOverride = appointment({ recurrence: daily, overrides: [{ recurrenceId: id, cancelled: true }] });
    expect(sameContent(byExdate, byOverride)).toBe(true);
    expect(canonical(byExdate)).toEqual(canonical(byOverride));
  });

  it('S23: lose those of dates that the series does not have', () => {
    expect(overridesOf([{ recurrenceId: berlin('2026-03-09T09:00:00'), cancelled: true }])).toEqual([]);
    expect(overridesOf([{ recurrenceId: berlin('2026-03-03T10:00:00'), cancelled: true }])).toEqual([]);
  });

  it('S25: are none when all dates of the series are of another kind than its start, as it is no series then', () => {
    const dates = { rule: '', rdates: [berlin('2026-03-05T09:00:00')], exdates: [] };
    const days = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } };
    const once = canonical(appointment({ ...days, recurrence: dates }));
    expect(once.recurrence).toBeNull();
    expect(canonical(once)).toEqual(once);
  });

  it('are none when there is no series', () => {
    const alone = canonical(
      appointment({ overrides: [{ recurrenceId: berlin('2026-03-02T09:00:00'), cancelled: true }] }),
    );
    expect(alone.overrides).toEqual([]);
    expect(canonical(appointment({ recurrence: series('') })).recurrence).toBeNull();
  });
});

describe('the same content', () => {
  const inZone = (zone: string): AppointmentContent =>
    appointment({ start: { at: '2026-03-02T08:00:00Z', zone }, end: { at: '2026-03-02T09:00:00Z', zone } });

  it('S30: is said by old and new names of a zone, each kept as given', () => {
    expect(sameContent(inZone('Europe/Kiev'), inZone('Europe/Kyiv'))).toBe(true);
    expect(canonical(inZone('Europe/Kiev')).start).toEqual({ at: '2026-03-02T08:00:00Z', zone: 'Europe/Kiev' });
  });

  it('S27: is not said by the same instant in another zone', () => {
    expect(sameContent(inZone('Europe/Berlin'), inZone('America/New_York'))).toBe(false);
  });

  it('is not said by another time, text, rule or override', () => {
    const recurrence = series('FREQ=DAILY;COUNT=5');
    const one = appointment({ recurrence });
    for (const part of [
      { end: berlin('2026-03-02T10:00:00') },
      { title: 'Other' },
      { visibility: 'private' as const },
      { recurrence: series('FREQ=DAILY;COUNT=6') },
      { overrides: [{ recurrenceId: berlin('2026-03-03T09:00:00'), title: 'x' }] },
    ]) {
      expect(sameContent(one, appointment({ recurrence, ...part }))).toBe(false);
    }
  });
});
