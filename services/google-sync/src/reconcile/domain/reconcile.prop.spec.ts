import {
  canonical,
  later,
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
import type { Decision, Side, Sides } from './decision';
import { changedFields } from './merge';
import { reconcile } from './reconcile';

const HOUR = 3_600_000;
const monday: CalendarTime = { at: '2026-03-02T08:00:00Z', zone: 'Europe/Berlin' };
const oneOf = fc.constantFrom;

/** Few values each, so that both sides often meet on the same field and date. */
const time = oneOf<Pick<AppointmentContent, 'start' | 'end'>>(
  { start: monday, end: later(monday, HOUR) },
  { start: later(monday, 2 * HOUR), end: later(monday, 3 * HOUR) },
  { start: later(monday, 24 * HOUR), end: later(monday, 30 * HOUR) },
  { start: { date: '2026-03-02' }, end: { date: '2026-03-04' } },
);
const recurrence = oneOf('', 'FREQ=WEEKLY;COUNT=2', 'FREQ=WEEKLY;COUNT=4', 'FREQ=DAILY;UNTIL=20260401').chain((rule) =>
  fc.boolean().map((extra): AppointmentContent['recurrence'] => {
    if (rule === '') return null;
    return { rule, rdates: extra ? [later(monday, 50 * HOUR)] : [], exdates: [] };
  }),
);
const text = oneOf('a', 'b', 'c');
const fields = fc.record({ title: text, description: text, location: text, time, recurrence });
const dates = fc.dictionary(
  oneOf('0', '1', '2', '3'),
  fc.oneof(
    fc.constant({ cancelled: true as const }),
    fc.record({
      moved: oneOf(0, 1, 5),
      title: fc.option(text, { nil: undefined }),
      transparency: oneOf(undefined, 'transparent' as const),
    }),
  ),
);

type Fields = typeof fields extends fc.Arbitrary<infer F> ? F : never;
type Dates = typeof dates extends fc.Arbitrary<infer D> ? D : never;

function contentOf({ time: span, ...rest }: Fields, changed: Dates): AppointmentContent {
  const overrides = Object.entries(changed).map(([week, change]): Override => {
    const recurrenceId = later(span.start, Number(week) * 7 * 24 * HOUR);
    if ('cancelled' in change) return { recurrenceId, cancelled: true };
    const { moved, title, transparency } = change;
    return { recurrenceId, ...(moved > 0 && { start: later(recurrenceId, moved * 24 * HOUR) }), title, transparency };
  });
  return canonical({ ...rest, ...span, transparency: 'opaque', visibility: 'default', overrides });
}

/** Two sides that have gone their own ways from one content, some fields and dates of which each has changed. */
const present = fc
  .record({
    start: fields,
    dates,
    ours: fc.tuple(fc.subarray(keys()), fields, dates),
    theirs: fc.tuple(fc.subarray(keys()), fields, dates),
  })
  .map(({ start, dates: first, ours, theirs }) => {
    const edited = ([which, values, changed]: [string[], Fields, Dates]): AppointmentContent =>
      contentOf(
        {
          ...start,
          ...Object.fromEntries(
            which.filter((key) => key !== 'dates').map((key) => [key, values[key as keyof Fields]]),
          ),
        },
        which.includes('dates') ? { ...first, ...changed } : first,
      );
    return { base: contentOf(start, first), ours: edited(ours), theirs: edited(theirs) };
  });

function keys(): string[] {
  return ['title', 'description', 'location', 'time', 'recurrence', 'dates'];
}

const is = oneOf<Side['is'][]>('absent', 'deleted', 'present', 'present', 'present');

const sides: fc.Arbitrary<Sides> = fc
  .record({
    contents: present,
    agreed: fc.boolean(),
    ours: is,
    theirs: is,
    mode: oneOf('two-way' as const, 'export' as const),
  })
  .map(({ contents, agreed, ours, theirs, mode }) => ({
    base: agreed ? contents.base : null,
    ours: ours === 'present' ? { is: ours, content: contents.ours } : { is: ours },
    theirs: theirs === 'present' ? { is: theirs, content: contents.theirs } : { is: theirs },
    mode,
  }));

const twoWay = sides.map((given): Sides => ({ ...given, mode: 'two-way' }));
const mergeable = present.map(({ base, ours, theirs }) => ({
  base,
  ours: { is: 'present' as const, content: ours },
  theirs: { is: 'present' as const, content: theirs },
  mode: 'two-way' as const,
}));

function carriedOut(before: Sides, { google, kalends, base }: Decision): Sides {
  const ours: Side =
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
