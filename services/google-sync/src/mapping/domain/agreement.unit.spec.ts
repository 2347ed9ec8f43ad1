import type { AppointmentContent, Override } from '@kalends/calendar';
import { appointment, at } from '../../../test/memory/contents';
import { aMapping, inGoogle } from '../../../test/mappings';
import { markOf } from '../../reconcile/domain/mark';
import {
  agreedBefore,
  agreedOn,
  agreedSince,
  differingDate,
  inOurWords,
  isKnown,
  ourSide,
  overrideAt,
  presentAs,
  type ReadEvent,
} from './agreement';
import type { Mapping, Sent } from './mapping';

const agreed = appointment();
const renamed = appointment({ title: 'Long hearing test' });
const mark = { appointmentId: 'one', linkId: 'link', version: 2 };
const sent: Sent = { eventId: 'event', version: 2, content: renamed, resetsInstances: false };

/** The event as it was read: with this ETag, this mark and this content. */
const read = (
  content: AppointmentContent,
  etags: ReadEvent['etags'] = { event: 'e2' },
  marked: Partial<typeof mark> = {},
): ReadEvent => ({
  ...{ content, etags, orphans: [] },
  master: { extendedProperties: { private: markOf({ ...mark, ...marked }) } },
});

const [second, third] = [at('2026-11-30T09:00:00Z'), at('2026-12-07T09:00:00Z')];
const secondRenamed: Override = { recurrenceId: second, title: 'Second' };
const thirdCancelled: Override = { recurrenceId: third, cancelled: true };
const weekly = (...overrides: readonly Override[]): AppointmentContent =>
  appointment({ recurrence: { rule: 'FREQ=WEEKLY', rdates: [], exdates: [] }, overrides });

describe('Our side of a mapping', () => {
  it('is absent until something of it was heard, and deleted when nothing of it belongs there', () => {
    expect(ourSide(aMapping({ ours: null }))).toEqual({ is: 'absent' });
    expect(ourSide(aMapping({ ours: { version: 3, content: null } }))).toEqual({ is: 'deleted' });
    expect(ourSide(aMapping())).toEqual({ is: 'present', content: agreed });
  });
});

describe('An event that was read', () => {
  const mapping = aMapping({ google: inGoogle({ etags: { event: 'e1', event_2: 'i1' } }) });

  it('S1: is known when all that it has was seen before', () => {
    expect(isKnown(mapping, { event: 'e1', event_2: 'i1' })).toBe(true);
    expect(isKnown(mapping, { event: 'e1' })).toBe(true);
  });

  it('is news when any part of it was not seen before', () => {
    expect(isKnown(mapping, { event: 'e1', event_2: 'i2' })).toBe(false);
    expect(isKnown(mapping, { event: 'e1', event_3: 'i1' })).toBe(false);
  });
});

describe('What both sides agree on, an event being read', () => {
  const writing = (change: Partial<Sent> = {}, more: Partial<Mapping> = {}) =>
    aMapping({ sent: { ...sent, ...change }, ...more });

  it('is what they agreed on before when nothing is being written', () => {
    expect(agreedOn(aMapping(), read(renamed))).toEqual(agreed);
  });

  it('S11: is what was written when the event shows our mark of that very write', () => {
    expect(agreedOn(writing(), read(renamed))).toEqual(renamed);
  });

  it.each<[string, Mapping, ReadEvent]>([
    ['shows an earlier version', writing(), read(renamed, undefined, { version: 1 })],
    ["is marked as another appointment's", writing(), read(renamed, undefined, { appointmentId: 'two' })],
    ["is marked as another link's", writing(), read(renamed, undefined, { linkId: 'other' })],
    ['has no mark', writing(), { ...read(renamed), master: {} }],
    ['is the one that we had seen before', writing(), read(renamed, { event: 'e1' })],
  ])('S3: is what they agreed on before when the event %s', (_, mapping, event) => {
    expect(agreedOn(mapping, event)).toEqual(agreed);
  });

  it('is what was written with the dates that Google tells, when that reset them', () => {
    const mapping = writing({ content: weekly(secondRenamed), resetsInstances: true });
    expect(agreedOn(mapping, read(weekly(thirdCancelled)))).toEqual(weekly(thirdCancelled));
    expect(agreedOn(writing({ content: weekly(secondRenamed) }), read(weekly(thirdCancelled)))).toEqual(
      weekly(secondRenamed),
    );
  });

  describe('one date of its series being written', () => {
    const google = inGoogle({ base: weekly(thirdCancelled) });
    const target = weekly(thirdCancelled, secondRenamed);
    const mapping = writing({ eventId: 'event_2', content: target }, { google });

    it('is what was written once that date says so, whatever others say', () => {
      expect(agreedOn(mapping, read(weekly(secondRenamed)))).toEqual(target);
    });

    it('is what they agreed on before as long as that date does not', () => {
      expect(agreedOn(mapping, read(weekly(thirdCancelled)))).toEqual(google.base);
      expect(agreedOn(mapping, read(weekly({ ...secondRenamed, title: 'Other' })))).toEqual(google.base);
    });

    it('is what they agreed on before when no date was to change', () => {
      const nothing = writing({ eventId: 'event_2', content: weekly(thirdCancelled) }, { google });
      expect(agreedOn(nothing, read(weekly()))).toEqual(google.base);
    });

    it('counts every date as changed when nothing was agreed on before', () => {
      const fresh = writing({ eventId: 'event_2', content: weekly(secondRenamed) }, { google: { is: 'absent' } });
      expect(agreedOn(fresh, read(weekly(secondRenamed)))).toEqual(weekly(secondRenamed));
      expect(agreedOn(fresh, read(weekly()))).toBeNull();
    });
  });
});

describe('What both sides agree on, the event being deleted', () => {
  it('is what they agreed on before when the tombstone tells nothing', () => {
    expect(agreedBefore(aMapping(), null)).toEqual(agreed);
  });

  it('is nothing any more when it was Kalends who was deleting it', () => {
    expect(agreedBefore(aMapping({ sent: { eventId: 'event', deletes: true } }), read(agreed))).toBeNull();
  });

  it('is what they agreed on before when the tombstone is not marked as of this link', () => {
    const mapping = aMapping({ ours: { version: 3, content: renamed } });
    expect(agreedBefore(mapping, { ...read(renamed), master: {} })).toEqual(agreed);
    expect(agreedBefore(mapping, read(renamed, undefined, { linkId: 'earlier' }))).toEqual(agreed);
  });

  it('is what Kalends has when the event had it just so, though a worker died before it could note that', () => {
    const ours = { version: 3, content: { ...renamed, title: ' Long hearing test ' } };
    expect(agreedBefore(aMapping({ ours }), read(renamed))).toBe(ours.content);
  });

  it("is what Kalends has also when Google tells it in Google's words (S4)", () => {
    const [base, echoed] = [appointment({ description: 'a\nb' }), appointment({ description: 'a b' })];
    const mapping = aMapping({ ours: { version: 2, content: base }, google: inGoogle({ base, echoed }) });
    expect(agreedBefore(mapping, read(echoed))).toBe(base);
  });

  it('is what a write that has arrived said when Kalends has changed since', () => {
    const ours = { version: 3, content: appointment({ title: 'Newer' }) };
    expect(agreedBefore(aMapping({ ours, sent }), read(renamed))).toEqual(renamed);
    expect(agreedBefore(aMapping({ ours }), read(renamed))).toEqual(agreed);
  });

  it('is what they agreed on before when Kalends has nothing there, or never heard of it', () => {
    expect(agreedBefore(aMapping({ ours: null }), read(renamed))).toEqual(agreed);
    expect(agreedBefore(aMapping({ ours: { version: 3, content: null } }), read(renamed))).toEqual(agreed);
  });
});

describe('What Kalends hears after both sides were settled', () => {
  const heard = { version: 3, content: { ...renamed, title: ' Long hearing test ' } };

  it('is agreed on, in its canonical form', () => {
    const before = aMapping();
    expect(agreedSince(before, heard)).toEqual({ ...before, google: { is: 'unknown', base: renamed, echoed: null } });
  });

  it.each<[string, Mapping]>([
    ['Google does not have it', aMapping({ google: { is: 'deleted', etags: { event: 'e1' } } })],
    ['a write is under way', aMapping({ sent })],
    ['nothing was heard before', aMapping({ ours: null })],
    ['Kalends had nothing there', aMapping({ ours: { version: 2, content: null } })],
    ['Kalends had something else there', aMapping({ ours: { version: 2, content: appointment({ title: 'x' }) } })],
  ])('is not when %s', (_, before) => {
    expect(agreedSince(before, heard)).toBeNull();
  });

  it('is nothing to note when it says what was agreed on', () => {
    expect(agreedSince(aMapping(), { version: 3, content: agreed })).toBeNull();
  });

  it('I6: is that the event is deleted when Google’s side had the appointment cancelled', () => {
    const cancelled = { version: 3, content: null };
    const unknown = { google: { is: 'unknown', base: null, echoed: null }, sent: null };
    expect(agreedSince(aMapping(), cancelled)).toMatchObject(unknown);
    expect(agreedSince(aMapping({ sent }), cancelled)).toMatchObject(unknown);
    expect(agreedSince(aMapping({ google: { is: 'absent' }, sent }), cancelled)).toMatchObject(unknown);
    expect(agreedSince(aMapping({ google: { is: 'deleted', etags: {} } }), cancelled)).toBeNull();
    const parked = { is: 'parked', etags: {}, base: agreed, code: 'content/not-allowed' } as const;
    expect(agreedSince(aMapping({ google: parked }), cancelled)).toBeNull();
  });

  it('S4: is in Google’s words where it holds ours differently, and in Kalends’ where that has changed', () => {
    const google = inGoogle({ echoed: { ...agreed, title: 'HEARING TEST', location: 'ROOM 2' } });
    expect(agreedSince(aMapping({ google }), heard)?.google).toMatchObject({
      echoed: { ...renamed, location: 'ROOM 2' },
    });
  });

  it('takes the spelling of what Kalends had before for no difference', () => {
    const before = aMapping({ ours: { version: 2, content: { ...agreed, title: ' Hearing test ' } } });
    expect(agreedSince(before, heard)?.google).toMatchObject({ base: renamed });
  });
});

describe('One date of a series', () => {
  const inUtc = { at: '2026-11-30T09:00:00Z', zone: 'UTC' };

  it('is found by its instant, in whatever zone', () => {
    expect(overrideAt([thirdCancelled, secondRenamed], inUtc)).toBe(secondRenamed);
    expect(overrideAt([thirdCancelled], inUtc)).toBeNull();
  });

  it('differs when it is said anew, said otherwise or said no more', () => {
    expect(differingDate([thirdCancelled], [thirdCancelled, secondRenamed])).toEqual(second);
    expect(differingDate([thirdCancelled, secondRenamed], [thirdCancelled])).toEqual(second);
    expect(differingDate([secondRenamed], [{ ...secondRenamed, title: 'Other' }])).toEqual(second);
    expect(differingDate([secondRenamed], [secondRenamed])).toBeNull();
  });
});

describe("Google's content in our words (S4)", () => {
  const [base, echoed] = [
    appointment({ title: 'a', description: 'x\ny' }),
    appointment({ title: 'a', description: 'x y' }),
  ];
  const google = inGoogle({ base, echoed });

  it('has our own words where Google has them as it echoed them', () => {
    expect(inOurWords(google, echoed)).toEqual(base);
    expect(inOurWords(google, { ...echoed, title: 'b' })).toEqual({ ...base, title: 'b' });
  });

  it("has Google's words where somebody changed them", () => {
    expect(inOurWords(google, { ...echoed, description: 'z' })).toEqual({ ...base, description: 'z' });
  });

  it('is what Google says when nothing was echoed otherwise, or nothing is there', () => {
    expect(inOurWords(inGoogle({ base }), echoed)).toBe(echoed);
    expect(inOurWords({ is: 'deleted', etags: {} }, echoed)).toBe(echoed);
    expect(inOurWords({ is: 'unknown', base, echoed }, echoed)).toEqual(base);
    expect(inOurWords({ is: 'unknown', base, echoed: null }, echoed)).toBe(echoed);
  });

  it('is remembered only where it differs from ours', () => {
    const event = read(echoed);
    expect(presentAs(event, base)).toEqual({ is: 'present', etags: { event: 'e2' }, base, echoed });
    expect(presentAs(event, echoed)).toEqual({ is: 'present', etags: { event: 'e2' }, base: echoed, echoed: null });
    const orphans = ['event_2'];
    expect(presentAs({ ...event, orphans }, echoed)).toMatchObject({ orphans });
  });
});
