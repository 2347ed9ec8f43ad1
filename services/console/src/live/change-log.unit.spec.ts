import { ChangeLog } from './change-log';

const change = (id: string) => ({ tenantId: 't', branchId: null, change: { type: 'branch', id } as const });

describe('the log of recent changes', () => {
  test('U7: a page that was cut off gets what it missed, in order', () => {
    const log = new ChangeLog('e', 10);
    const first = log.append(change('a'));
    log.append(change('b'));
    log.append(change('c'));
    expect(log.since(first.id)?.map((one) => one.change)).toEqual([change('b').change, change('c').change]);
    expect(log.since(log.latest())).toEqual([]);
  });

  test('U7: one that missed more than is kept is told so, not given a part', () => {
    const log = new ChangeLog('e', 2);
    const before = log.latest();
    log.append(change('a'));
    const first = log.latest();
    log.append(change('b'));
    log.append(change('c'));
    expect(log.since(before)).toBeNull();
    expect(log.since(first)).toHaveLength(2);
  });

  test.each(['other.1', 'e.99', 'e.x', 'e.-1', '', 'nonsense'])(
    'an id that it never gave (%j) can not be resumed',
    (id) => {
      const log = new ChangeLog('e', 2);
      log.append(change('a'));
      expect(log.since(id)).toBeNull();
    },
  );
});
