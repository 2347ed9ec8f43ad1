import type { AppointmentContent, Override } from '@kalends/calendar';
import { appointment, at } from '../../../test/memory/contents';
import { aMapping, inGoogle } from '../../../test/mappings';
import type { Mapping, Sent } from '../../mapping/domain/mapping';
import { eventFromContent } from '../../reconcile/domain/event-from-content';
import { planFor } from './next-write';

const agreed = appointment();
const renamed = appointment({ title: 'Long hearing test' });
const having = (content: AppointmentContent | null, version = 4) => ({ version, content });
const eventOf = (content: AppointmentContent) =>
  eventFromContent(content, { appointmentId: 'one', linkId: 'link', version: 4 });
const plan = (change: Partial<Mapping>) => planFor(aMapping(change), 'link');
const settled = { is: 'settled' };
const look = { is: 'look' };

const sentRenamed: Sent = { eventId: 'event', version: 4, content: renamed, resetsInstances: false };

describe('The next write of an appointment', () => {
  it('is none when Google has what Kalends has', () => {
    expect(plan({})).toEqual(settled);
  });

  it('is none before anything was heard of it, and while the event is beyond us', () => {
    expect(plan({ ours: null, google: { is: 'absent' } })).toEqual(settled);
    const parked = { is: 'parked', etags: { event: 'e1' }, base: agreed, code: 'content/not-allowed' } as const;
    expect(plan({ ours: having(renamed), google: parked })).toEqual(settled);
  });

  it('is to look where Google’s side is unknown, whatever it was when it was known', () => {
    const unknown = { is: 'unknown', base: agreed, echoed: null } as const;
    expect(plan({ google: unknown })).toEqual(look);
    expect(plan({ ours: having(null), google: { ...unknown, base: null } })).toEqual(look);
    expect(plan({ ours: null, google: unknown })).toEqual(settled);
  });

  it('inserts what Google does not have', () => {
    expect(plan({ ours: having(agreed), google: { is: 'absent' } })).toEqual({
      is: 'write',
      write: {
        do: 'insert',
        event: eventOf(agreed),
        sent: { eventId: 'event', version: 4, content: agreed, resetsInstances: false },
      },
    });
  });

  it('writes over an event that was deleted, whatever ETag it has by now', () => {
    expect(plan({ ours: having(agreed), google: { is: 'deleted', etags: { event: 'e1' } } })).toEqual({
      is: 'write',
      write: {
        ...{ do: 'patch', event: eventOf(agreed), ifMatch: null },
        sent: { eventId: 'event', version: 4, content: agreed, resetsInstances: false },
      },
    });
  });

  it('changes only the very event that was last seen (If-Match)', () => {
    expect(plan({ ours: having(renamed) })).toEqual({
      is: 'write',
      write: { do: 'patch', event: eventOf(renamed), sent: sentRenamed, ifMatch: 'e1' },
    });
  });

  it('deletes only the very event that was last seen (If-Match)', () => {
    const sent = { eventId: 'event', deletes: true } as const;
    expect(plan({ ours: having(null) })).toEqual({ is: 'write', write: { do: 'delete', sent, ifMatch: 'e1' } });
    // The same again when its answer never came.
    expect(plan({ ours: having(null), sent })).toMatchObject({ is: 'write', write: { do: 'delete' } });
  });

  it('looks first when it does not know the event that it would change or delete', () => {
    const google = inGoogle({ etags: {} });
    expect(plan({ ours: having(renamed), google })).toEqual(look);
    expect(plan({ ours: having(null), google })).toEqual(look);
  });

  it('deletes nothing that is not there', () => {
    expect(plan({ ours: having(null), google: { is: 'deleted', etags: { event: 'e1' } } })).toEqual(settled);
    expect(plan({ ours: having(null), google: { is: 'absent' } })).toEqual(settled);
  });

  describe('while the fate of another is unknown', () => {
    it('is that one again when it would say the same', () => {
      expect(plan({ ours: having(renamed), sent: sentRenamed })).toMatchObject({
        is: 'write',
        write: { do: 'patch', sent: sentRenamed },
      });
    });

    it('is to look when it would say something else, or nothing', () => {
      expect(plan({ ours: having(appointment({ title: 'Newer' }), 5), sent: sentRenamed })).toEqual(look);
      expect(plan({ ours: having(agreed), sent: sentRenamed })).toEqual(look);
      expect(plan({ ours: having(null), sent: sentRenamed })).toEqual(look);
    });
  });
});

const [second, third] = [at('2026-11-30T09:00:00Z'), at('2026-12-07T09:00:00Z')];
const rule = { rule: 'FREQ=WEEKLY', rdates: [], exdates: [] };
const weekly = (...overrides: readonly Override[]): AppointmentContent => appointment({ recurrence: rule, overrides });
const secondRenamed: Override = { recurrenceId: second, title: 'Second' };
const secondCancelled: Override = { recurrenceId: second, cancelled: true };
const thirdRenamed: Override = { recurrenceId: third, title: 'Third' };
const thirdCancelled: Override = { recurrenceId: third, cancelled: true };
const [secondId, thirdId] = ['event_20261130T090000Z', 'event_20261207T090000Z'];

describe('The next write of a series', () => {
  const from = (base: AppointmentContent, etags: Record<string, string> = {}) =>
    inGoogle({ base, etags: { event: 'e1', ...etags } });

  it('is the series with its cancelled dates in one request, before any date that differs', () => {
    const target = weekly(secondCancelled, thirdRenamed);
    expect(plan({ ours: having(target), google: { is: 'absent' } })).toEqual({
      is: 'write',
      write: {
        do: 'insert',
        event: eventOf(weekly(secondCancelled)),
        sent: { eventId: 'event', version: 4, content: weekly(secondCancelled), resetsInstances: false },
      },
    });
  });

  it('is one date after the other once the series is as it should be', () => {
    const target = weekly(secondRenamed, thirdRenamed);
    const first = plan({ ours: having(target), google: from(weekly()) });
    expect(first).toMatchObject({
      is: 'write',
      write: {
        do: 'patch',
        ifMatch: null,
        event: { summary: 'Second' },
        sent: { eventId: secondId, version: 4, content: weekly(secondRenamed), resetsInstances: false },
      },
    });
    const next = plan({ ours: having(target), google: from(weekly(secondRenamed), { [secondId]: 'i1' }) });
    expect(next).toMatchObject({ write: { ifMatch: null, sent: { eventId: thirdId, content: target } } });
    expect(plan({ ours: having(target), google: from(target, { [secondId]: 'i1', [thirdId]: 'i2' }) })).toEqual(
      settled,
    );
  });

  it('changes only the very date that was last seen, and puts it back as the series has it', () => {
    const google = from(weekly(secondRenamed), { [secondId]: 'i1' });
    expect(plan({ ours: having(weekly()), google })).toMatchObject({
      is: 'write',
      write: {
        do: 'patch',
        ifMatch: 'i1',
        event: { summary: 'Hearing test' },
        sent: { eventId: secondId, content: weekly(), resetsInstances: false },
      },
    });
  });

  it('cancels a date that has become an event of its own by itself, all others with the series', () => {
    const google = from(weekly(secondRenamed), { [secondId]: 'i1' });
    const target = weekly(secondCancelled, thirdCancelled);
    expect(plan({ ours: having(target), google })).toMatchObject({
      write: {
        event: eventOf(weekly(thirdCancelled)),
        sent: { eventId: 'event', content: weekly(secondRenamed, thirdCancelled), resetsInstances: false },
        ifMatch: 'e1',
      },
    });
    const then = from(weekly(secondRenamed, thirdCancelled), { [secondId]: 'i1' });
    expect(plan({ ours: having(target), google: then })).toMatchObject({
      write: {
        event: { status: 'cancelled' },
        sent: { eventId: secondId, content: target },
        ifMatch: 'i1',
      },
    });
  });

  it('is done when a date that has become an event of its own is cancelled', () => {
    const target = weekly(secondCancelled);
    expect(plan({ ours: having(target), google: from(target, { [secondId]: 'i1' }) })).toEqual(settled);
  });

  it('keeps in mind what dates of their own say that the series was not told of', () => {
    const google = from(weekly(secondRenamed, thirdRenamed), { [secondId]: 'i1' });
    const target = { ...weekly(secondRenamed, thirdRenamed), title: 'Check' };
    expect(plan({ ours: having(target), google })).toMatchObject({
      write: { sent: { eventId: 'event', content: { ...weekly(secondRenamed), title: 'Check' } } },
    });
  });

  it.each<[string, AppointmentContent]>([
    ['an earlier start', { ...weekly(), start: at('2026-11-23T08:00:00Z') }],
    ['a later end', { ...weekly(), end: at('2026-11-23T11:00:00Z') }],
    ['another rule', { ...weekly(), recurrence: { ...rule, rule: 'FREQ=DAILY' } }],
    ['no rule any more', agreed],
  ])('makes Google tell anew of its dates when it has %s', (_, target) => {
    expect(plan({ ours: having(target), google: from(weekly()) })).toMatchObject({
      write: { sent: { eventId: 'event', resetsInstances: true } },
    });
  });

  it('makes Google tell anew of its dates when it comes back from a deletion', () => {
    const google = { is: 'deleted', etags: { event: 'e1' } } as const;
    expect(plan({ ours: having(weekly()), google })).toMatchObject({
      write: { do: 'patch', sent: { eventId: 'event', resetsInstances: true } },
    });
  });

  it('leaves its dates as they are when it has other words, or was none before', () => {
    const kept = { write: { sent: { eventId: 'event', resetsInstances: false } } };
    expect(plan({ ours: having({ ...weekly(), title: 'Check' }), google: from(weekly()) })).toMatchObject(kept);
    expect(plan({ ours: having(weekly()), google: from(agreed) })).toMatchObject(kept);
  });

  describe('with dates in Google that the series does not have', () => {
    const orphaned = (...orphans: string[]) => ({ ...from(weekly(), { [thirdId]: 'i2' }), orphans });
    const cancels = { eventId: thirdId, version: 4, content: weekly(), resetsInstances: false };
    const write = { do: 'patch', event: { status: 'cancelled' }, sent: cancels, ifMatch: 'i2' };

    it('S23: cancels them, once nothing else is to be written', () => {
      expect(plan({ ours: having(weekly()), google: orphaned(thirdId) })).toEqual({ is: 'write', write });
      const renamedSeries = { ...weekly(), title: 'Check' };
      expect(plan({ ours: having(renamedSeries), google: orphaned(thirdId) })).toMatchObject({
        write: { sent: { eventId: 'event' } },
      });
    });

    it('cancels only the very instance that was seen', () => {
      expect(plan({ ours: having(weekly()), google: orphaned('unknown') })).toMatchObject({ write: { ifMatch: null } });
    });

    it('may repeat that, and looks before it when another write is unanswered', () => {
      expect(plan({ ours: having(weekly()), google: orphaned(thirdId), sent: cancels })).toEqual({
        is: 'write',
        write,
      });
      expect(plan({ ours: having(weekly()), google: orphaned(thirdId), sent: sentRenamed })).toEqual(look);
    });
  });
});
