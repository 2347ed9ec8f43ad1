import {
  canonical,
  sameContent,
  sameValue,
  timeKey,
  vetContent,
  type AppointmentContent,
  type CalendarTime,
  type ChangedOverride,
  type Override,
} from '@kalends/calendar';
import * as fc from 'fast-check';
import { diverged } from '../../../test/contents.arbitrary';
import type { Decision, Side, Sides } from './decision';
import { changedFields } from './merge';
import { reconcile } from './reconcile';

const is = fc.constantFrom<Side['is'][]>('absent', 'deleted', 'present', 'present', 'present');

const sides: fc.Arbitrary<Sides> = fc
  .record({
    contents: diverged,
    agreed: fc.boolean(),
    ours: is,
    theirs: is,
    mode: fc.constantFrom('two-way' as const, 'export' as const),
  })
  .map(({ contents, agreed, ours, theirs, mode }) => ({
    base: agreed ? contents.base : null,
    ours: ours === 'present' ? { is: ours, content: contents.ours } : { is: ours },
    theirs: theirs === 'present' ? { is: theirs, content: contents.theirs } : { is: theirs },
    mode,
  }));

const twoWay = sides.map((given): Sides => ({ ...given, mode: 'two-way' }));
const mergeable = diverged.map(({ base, ours, theirs }) => ({
  base,
  ours: { is: 'present' as const, content: ours },
  theirs: { is: 'present' as const, content: theirs },
  mode: 'two-way' as const,
}));

function carriedOut(before: Sides, { google, kalends, base }: Decision): Sides {
  const ours: Sides['ours'] =
    'content' in kalends
      ? { is: 'present', content: kalends.content }
      : kalends.do === 'cancel'
        ? { is: 'deleted' }
        : before.ours;
  const theirs: Side =
    'content' in google
      ? { is: 'present', content: google.content }
      : google.do === 'delete'
        ? { is: 'deleted' }
        : before.theirs;
  return { base, ours, theirs, mode: before.mode };
}

const runs = { numRuns: 500 };

describe('a decision, whatever both sides have', () => {
  it('S2: leaves nothing to do once it has been carried out', () => {
    fc.assert(
      fc.property(sides, (given) => {
        const after = carriedOut(given, reconcile(given));
        expect(reconcile(after)).toEqual({
          google: { do: 'nothing' },
          kalends: { do: 'nothing' },
          base: after.base,
          conflicts: [],
        });
      }),
      runs,
    );
  });

  it('I5: makes both sides the same', () => {
    fc.assert(
      fc.property(twoWay, (given) => {
        const { base, ours, theirs } = carriedOut(given, reconcile(given));
        expect(ours.is === 'present').toBe(theirs.is === 'present');
        if (ours.is === 'present' && theirs.is === 'present') {
          expect(sameContent(ours.content, theirs.content)).toBe(true);
          expect(base).toEqual(canonical(ours.content));
        } else expect(base).toBeNull();
      }),
      runs,
    );
  });

  it('I7: deletes only what has a tombstone on the other side', () => {
    fc.assert(
      fc.property(sides, (given) => {
        const { google, kalends } = reconcile(given);
        if (google.do === 'delete') expect(given.ours.is).toBe('deleted');
        if (kalends.do === 'cancel') expect(given.theirs.is).toBe('deleted');
      }),
      runs,
    );
  });

  it('R40: is something that an appointment may say', () => {
    fc.assert(
      fc.property(sides, (given) => {
        const { base } = reconcile(given);
        if (base === null) return;
        expect(vetContent(base)).toBe(base);
        expect(canonical(base)).toEqual(base);
      }),
      runs,
    );
  });

  it('writes nothing here in mode export', () => {
    fc.assert(
      fc.property(sides, (given) => {
        expect(reconcile({ ...given, mode: 'export' }).kalends).toEqual({ do: 'nothing' });
      }),
      runs,
    );
  });
});

describe('a merge of what both sides changed', () => {
  it('I6: has every changed field in its result or among its conflicts', () => {
    fc.assert(
      fc.property(mergeable, (given) => {
        const { base: result, conflicts } = reconcile(given);
        for (const { content } of [given.ours, given.theirs]) {
          for (const field of changedFields(given.base, content)) {
            if (field === 'overrides') continue;
            const kept = !changedFields(content, result!).includes(field);
            const lost = field === 'time' ? { start: content.start, end: content.end } : content[field];
            expect(
              kept || conflicts.some((conflict) => conflict.field === field && sameValue(conflict.lost, lost)),
            ).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('I6: has every changed date in its result or among its conflicts', () => {
    fc.assert(
      fc.property(mergeable, (given) => {
        const { base: result, conflicts } = reconcile(given);
        for (const { content } of [given.ours, given.theirs]) {
          for (const override of content.overrides) {
            const before = overrideOf(given.base, override.recurrenceId);
            expect(says(result!, override, before) || conflicts.some(({ lost }) => isOf(lost, override))).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it('takes the side that changed as it is when the other did not', () => {
    fc.assert(
      fc.property(mergeable, (given) => {
        const there = reconcile({ ...given, ours: { is: 'present', content: given.base } });
        expect(there.base).toEqual(given.theirs.content);
        expect([there.google.do, there.conflicts]).toEqual(['nothing', []]);
        const here = reconcile({ ...given, theirs: { is: 'present', content: given.base } });
        expect(here.base).toEqual(given.ours.content);
        expect([here.kalends.do, here.conflicts]).toEqual(['nothing', []]);
      }),
      runs,
    );
  });
});

const overrideOf = (content: AppointmentContent, recurrenceId: CalendarTime): Override | undefined =>
  content.overrides.find((override) => timeKey(override.recurrenceId) === timeKey(recurrenceId));

/** Does `content` have what `override` changed of `before`? */
function says(content: AppointmentContent, override: Override, before: Override | undefined): boolean {
  const now = overrideOf(content, override.recurrenceId);
  if (sameValue(override, before)) return true;
  if (override.cancelled || now?.cancelled) return override.cancelled === now?.cancelled;
  const fieldsBefore: ChangedOverride | undefined = before?.cancelled ? undefined : before;
  const moved = !sameValue([override.start, override.end], [fieldsBefore?.start, fieldsBefore?.end]);
  const texts = (['title', 'description', 'location', 'transparency'] as const).filter(
    (field) => override[field] !== fieldsBefore?.[field] && override[field] !== undefined,
  );
  return (
    (!moved || !override.start || sameValue([override.start, override.end], [now?.start, now?.end])) &&
    texts.every((field) => (now?.[field] ?? content[field]) === override[field])
  );
}

const isOf = (lost: unknown, { recurrenceId }: Override): boolean =>
  typeof lost === 'object' &&
  lost !== null &&
  'recurrenceId' in lost &&
  sameValue((lost as Override).recurrenceId, recurrenceId);
