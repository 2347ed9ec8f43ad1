import { aLink } from '../../../test/mappings';
import {
  approveDeletions,
  type BrokenReason,
  broken,
  degraded,
  deletionsDone,
  exported,
  exportedOf,
  exporting,
  isKept,
  isReachable,
  isWorking,
  type LinkState,
  recovered,
} from './calendar-link';

const states: readonly LinkState[] = [
  ...(['linking', 'initial-sync', 'live', 'degraded', 'broken', 'disconnecting', 'gone'] as const),
];
const where = (holds: (link: ReturnType<typeof aLink>) => boolean) => states.filter((state) => holds(aLink({ state })));

describe('The link of a calendar', () => {
  it('is worked on until it breaks or is disconnected', () => {
    expect(where(isWorking)).toEqual(['linking', 'initial-sync', 'live', 'degraded']);
  });

  it('keeps the changes of its appointments also while it is broken', () => {
    expect(where(isKept)).toEqual(['linking', 'initial-sync', 'live', 'degraded', 'broken']);
  });

  it('can be reached unless it is broken by more than a switch', () => {
    expect(where(isReachable)).toEqual(states.filter((state) => state !== 'broken'));
    expect(isReachable(aLink({ state: 'broken', reason: 'switched-off' }))).toBe(true);
    expect(isReachable(aLink({ state: 'broken', reason: 'needs-consent' }))).toBe(false);
  });

  describe('that breaks', () => {
    const breaks = (from: LinkState, reason: BrokenReason | null = null) =>
      broken(aLink({ state: from, reason }), 'calendar-lost');

    it('says why, and others are told', () => {
      expect(breaks('live')).toEqual(aLink({ state: 'broken', reason: 'calendar-lost', version: 8 }));
      expect(breaks('broken', 'needs-consent')).toMatchObject({ reason: 'calendar-lost', version: 8 });
    });

    it('is told once, however many workers run into it', () => {
      const link = aLink({ state: 'broken', reason: 'calendar-lost' });
      expect(broken(link, 'calendar-lost')).toBe(link);
    });

    it.each(['disconnecting', 'gone'] as const)('stays %s', (state) => {
      expect(breaks(state)).toEqual(aLink({ state }));
    });
  });

  describe('that is degraded', () => {
    it('says why, and others are told', () => {
      expect(degraded(aLink(), 'google-unavailable')).toEqual(
        aLink({ state: 'degraded', reason: 'google-unavailable', version: 8 }),
      );
      const link = aLink({ state: 'degraded', reason: 'google-unavailable' });
      expect(degraded(link, 'mass-deletion')).toMatchObject({ reason: 'mass-deletion', version: 8 });
    });

    it('is told once, and nothing worse is overwritten by it', () => {
      const link = aLink({ state: 'degraded', reason: 'mass-deletion' });
      expect(degraded(link, 'mass-deletion')).toBe(link);
      const worse = aLink({ state: 'broken', reason: 'needs-consent' });
      expect(degraded(worse, 'mass-deletion')).toBe(worse);
    });
  });

  describe('that works again', () => {
    const down = aLink({ state: 'degraded', reason: 'google-unavailable', toExport: 4 });

    it('is back where it was on its way', () => {
      const back = (link: typeof down, isExported: boolean) => recovered(link, ['google-unavailable'], isExported);
      expect(back(down, true)).toEqual(aLink({ state: 'live', reason: null, toExport: 4, version: 8 }));
      expect(back(down, false)).toMatchObject({ state: 'initial-sync', reason: null });
      expect(back({ ...down, toExport: null }, true)).toMatchObject({ state: 'linking', reason: null });
    });

    it('is as it was when that was not its trouble, or it had none', () => {
      expect(recovered(down, ['mass-deletion', 'needs-consent'], true)).toBe(down);
      const live = aLink();
      expect(recovered(live, ['google-unavailable'], true)).toBe(live);
    });
  });

  describe('that is exported for the first time', () => {
    const begun = aLink({ state: 'initial-sync', toExport: 60 });

    it('tells how many there are, and is written to now unless something is in the way', () => {
      expect(exporting(aLink({ state: 'linking', toExport: null }), 60)).toEqual({ ...begun, version: 8 });
      const down = aLink({ state: 'degraded', reason: 'google-unavailable', toExport: null });
      expect(exporting(down, 60)).toEqual({ ...down, toExport: 60, version: 8 });
    });

    it('is live with the last one', () => {
      expect(exported(begun, 0)).toEqual({ ...begun, state: 'live', version: 8 });
    });

    it('tells every twentieth part of the way', () => {
      expect([60, 59, 58, 57, 3, 2, 1].filter((waiting) => exported(begun, waiting) !== begun)).toEqual([60, 57, 3]);
      expect(exported(begun, 57)).toEqual({ ...begun, version: 8 });
    });

    it('tells each one of a few', () => {
      const few = aLink({ state: 'initial-sync', toExport: 5 });
      expect(exported(few, 4)).toMatchObject({ state: 'initial-sync', version: 8 });
    });

    it('is told of no more once it is live, nor before it is known how many there are', () => {
      const live = aLink({ toExport: 60 });
      expect(exported(live, 0)).toBe(live);
      const unknown = aLink({ state: 'initial-sync', toExport: null });
      expect(exported(unknown, 0)).toBe(unknown);
    });

    it('knows how many are written', () => {
      expect(exportedOf(begun, 20)).toBe(40);
      expect(exportedOf(begun, 61)).toBe(0);
      expect(exportedOf(aLink({ toExport: null }), 3)).toBe(0);
    });
  });

  describe('whose brake holds deletions back', () => {
    const held = aLink({ state: 'degraded', reason: 'mass-deletion' });

    it('lets a person approve them, for this one time', () => {
      const approved = approveDeletions(held);
      expect(approved).toEqual({ ...held, deletionsApproved: true, version: 8 });
      expect(deletionsDone(approved)).toEqual({ ...held, version: 9 });
    });

    it('takes no approval when none are waiting', () => {
      expect(() => approveDeletions(aLink())).toThrow(
        expect.objectContaining({
          ...{ kind: 'conflict', code: 'link/nothing-to-approve', message: expect.stringMatching(/^[A-Z].+\.$/) },
        }),
      );
    });

    it('has nothing to end when nothing was approved', () => {
      expect(deletionsDone(held)).toBe(held);
    });
  });
});
