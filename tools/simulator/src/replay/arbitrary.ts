import fc from 'fast-check';
import { account, act, calendar, resource, slot, when, which } from '../history/arbitrary';
import type { Act, History, ServiceName, Step } from '../history/step';

const repeats = fc.constantFrom('once', 'once', 'once', 'weekly', 'daily');
const times = fc.integer({ min: 1, max: 2 });

const book = act(8, ['book'], {
  who: fc.constantFrom('receptionist', 'customer'),
  resource,
  also: fc.constantFrom(0, 1, 2, 2),
  slot,
  repeats,
});
const create = act(6, ['google-create'], { calendar, slot, repeats });
const [booking, creating] = [book.arbitrary, create.arbitrary];

const here = fc.oneof(
  book,
  act(6, ['move'], { item: which, slot }),
  act(2, ['move-date'], { item: which, slot }),
  act(5, ['retitle'], { item: which }),
  act(5, ['cancel', 'restore', 'complete'], { item: which }),
  act(1, ['cancel-date'], { item: which }),
  act(2, ['reassign'], { item: which, resource }),
);

const inGoogle = fc.oneof(
  create,
  act(8, ['google-drag'], { calendar, event: which, slot }),
  act(3, ['google-drag-date'], { calendar, event: which, slot }),
  act(8, ['google-retitle', 'google-resize'], { calendar, event: which }),
  act(6, ['google-delete', 'google-restore'], { calendar, event: which }),
  act(2, ['google-delete-date', 'google-duplicate'], { calendar, event: which }),
);

const turning = fc.oneof(
  act(3, ['access-revoked'], { account }),
  act(4, ['access-given'], { resource }),
  act(3, ['link'], {
    resource,
    mode: fc.constantFrom('two-way', 'two-way', 'export'),
    reset: fc.boolean(),
    swaps: fc.constant(false),
  }),
  act(2, ['unlink'], { resource, google: fc.constantFrom('leave', 'delete-events') }),
  act(3, ['branch-switch'], { company: fc.constant(0), on: fc.boolean() }),
  act(1, ['calendar-deleted'], { calendar }),
);

/** What goes wrong on the way, and is over when all has come to rest. */
const trouble = fc.oneof(
  act(4, ['google-fails'], { status: fc.constantFrom(401, 412, 429, 500, 503), when, times }),
  act(2, ['google-breaks'], { how: fc.constantFrom('reset', 'cut'), when, times }),
  act(2, ['pushes'], { lost: fc.constantFrom(0, 1), doubled: fc.constantFrom(0, 1), lateMs: fc.constantFrom(0, 500) }),
  act(2, ['pages'], { size: fc.integer({ min: 1, max: 4 }) }),
  act(2, ['sync-tokens-expire'], { calendar }),
  act(2, ['tokens-expire'], { account }),
);

const death = fc.record({
  do: fc.constant('die' as const),
  service: fc.constantFrom<ServiceName>('google-sync', 'google-sync', 'scheduling', 'oauth-consent'),
  replica: fc.nat(1),
  calls: fc.integer({ min: 1, max: 40 }),
  when,
  downMs: fc.integer({ min: 500, max: 5_000 }),
}) as fc.Arbitrary<Act>;

/** Enough for everybody to come to rest. */
const atRest = 400;

/** Things that happen at the same time; then everything comes to rest. */
const scene = (...acts: fc.Arbitrary<Act>[]): fc.Arbitrary<Step[]> =>
  fc
    .tuple(...acts)
    .map((done) => done.map((each, index) => ({ act: each, turns: index < done.length - 1 ? 0 : atRest, salt: 0 })));

/** Both sides are changed while they can't hear of each other, and hear of it later. */
const apart = fc
  .record({
    who: account,
    how: fc.constantFrom('access' as const, 'link' as const, 'branch' as const),
    google: fc.constantFrom('leave' as const, 'delete-events' as const),
    mode: fc.constantFrom('two-way' as const, 'export' as const),
    meanwhile: scene(here, inGoogle),
  })
  .map(({ who, how, google, mode, meanwhile }): Step[] => {
    const ways: Readonly<Record<typeof how, readonly [Act, Act]>> = {
      access: [
        { do: 'access-revoked', account: who },
        { do: 'access-given', resource: who },
      ],
      link: [
        { do: 'unlink', resource: who, google },
        { do: 'link', resource: who, mode, reset: false, swaps: false },
      ],
      branch: [
        { do: 'branch-switch', company: 0, on: false },
        { do: 'branch-switch', company: 0, on: true },
      ],
    };
    const [leave, comeBack] = ways[how].map((each) => ({ act: each, turns: atRest, salt: 0 }));
    return [leave!, ...meanwhile, comeBack!];
  });

const quiet = fc.oneof(
  { weight: 5, arbitrary: scene(here) },
  { weight: 5, arbitrary: scene(inGoogle) },
  { weight: 5, arbitrary: scene(here, inGoogle) },
  { weight: 3, arbitrary: scene(trouble, here, inGoogle) },
  { weight: 2, arbitrary: scene(trouble, inGoogle) },
  { weight: 2, arbitrary: scene(turning) },
  { weight: 3, arbitrary: apart },
);

const deadly = fc.oneof(
  { weight: 3, arbitrary: scene(death, here, inGoogle) },
  { weight: 2, arbitrary: scene(death, inGoogle) },
  { weight: 1, arbitrary: scene(death, turning) },
);

/** Histories of `scenes` scenes, in `deaths` of which a process dies. */
export const replayable = (scenes: number, deaths: number, begins: string): fc.Arbitrary<History> =>
  fc
    .record({
      salt: fc.nat(0x3fffffff),
      first: fc.array(scene(booking, creating), { minLength: 2, maxLength: 2 }),
      quiet: fc.array(quiet, { minLength: scenes - deaths - 2, maxLength: scenes - deaths - 2 }),
      deadly: fc.array(fc.tuple(deadly, fc.nat(scenes)), { minLength: deaths, maxLength: deaths }),
    })
    .map((drawn) => {
      let steps: Step[][] = drawn.quiet;
      for (const [death, place] of drawn.deadly) steps = steps.toSpliced(place % (steps.length + 1), 0, death);
      return { salt: drawn.salt, begins, steps: [...drawn.first, ...steps].flat() };
    });
