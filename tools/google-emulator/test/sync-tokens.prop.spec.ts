import fc from 'fast-check';
import { Emulator, plant, defaultSeed } from '../src';
import type { ApiRequest } from '../src/core/operation';
import { ANNA } from './emulator-fixture';

type Item = { id: string; status: string; etag: string; recurringEventId?: string };
type List = { items: Item[]; nextPageToken?: string; nextSyncToken?: string };

const FIRST_DAY = Date.parse('2026-11-23T09:00:00Z');
const HOUR = 3_600_000;
const RULES = [
  null,
  ['RRULE:FREQ=DAILY;COUNT=4'],
  ['RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3'],
  ['RRULE:FREQ=WEEKLY;COUNT=2', 'EXDATE:20261130T090000Z'],
];

const times = (day: number, hour: number) => {
  const start = FIRST_DAY + day * 24 * HOUR + hour * HOUR;
  const time = (at: number) => ({ dateTime: new Date(at).toISOString(), timeZone: 'Europe/Berlin' });
  return { start: time(start), end: time(start + HOUR) };
};

/** Which event a command means: one of three, and of a series perhaps one of its instances. */
const target = fc.record({ event: fc.nat(2), instance: fc.option(fc.nat(4), { nil: null }) });
const change = fc.oneof(
  fc.record({ summary: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ day: fc.nat(2), hour: fc.nat(2) }).map(({ day, hour }) => times(day, hour)),
  fc.constantFrom(...RULES).map((recurrence) => ({ recurrence })),
  fc.record({ status: fc.constantFrom('confirmed', 'tentative', 'cancelled') }),
);
const command = fc.oneof(
  fc.record({ do: fc.constant('insert' as const), target, rule: fc.constantFrom(...RULES) }),
  fc.record({ do: fc.constant('patch' as const), target, change }),
  fc.record({ do: fc.constant('delete' as const), target }),
  fc.record({ do: fc.constant('sync' as const), pageSize: fc.integer({ min: 1, max: 5 }) }),
);

/** Somebody who only ever asks for what changed. */
class Follower {
  readonly known = new Map<string, Item>();
  private token: string | undefined;

  constructor(
    private readonly list: (query: ApiRequest['query']) => List,
    private readonly singleEvents: boolean,
  ) {}

  sync(maxResults: number): void {
    let page: List | undefined;
    do {
      page = this.list({
        ...this.query,
        maxResults: String(maxResults),
        syncToken: this.token,
        pageToken: page?.nextPageToken,
      });
      for (const item of page.items) {
        if (this.isGone(item)) this.known.delete(item.id);
        else this.known.set(item.id, item);
      }
    } while (page.nextPageToken);
    this.token = page.nextSyncToken;
    this.forgetOrphans();
  }

  whole(): Map<string, Item> {
    return new Map(this.list({ ...this.query, maxResults: '2500' }).items.map((item) => [item.id, item]));
  }

  /** Cancelled instances are kept for as long as their series lives. */
  private isGone(item: Item): boolean {
    return item.status === 'cancelled' && (this.singleEvents || item.recurringEventId === undefined);
  }

  private forgetOrphans(): void {
    for (const item of this.known.values())
      if (item.status === 'cancelled' && !this.hasRecurrence(item.recurringEventId!)) this.known.delete(item.id);
  }

  private hasRecurrence(id: string): boolean {
    return (this.known.get(id) as { recurrence?: unknown } | undefined)?.recurrence !== undefined;
  }

  private get query() {
    return { singleEvents: String(this.singleEvents) };
  }
}

it('any history, followed by sync tokens and in pages of any size, ends in what a full list shows', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      const emulator = newEmulator();
      const request = (operation: string, more: object, query: ApiRequest['query'] = {}) => {
        try {
          return emulator.person(ANNA, operation, { params: { calendarId: 'primary', ...more }, query, ...more })
            .body as List;
        } catch {
          return null; // A refused command changes nothing.
        }
      };
      const list = (query: ApiRequest['query']) => request('calendar.events.list', {}, query)!;
      const followers = [new Follower(list, false), new Follower(list, true)];
      const idOf = ({ event, instance }: { event: number; instance: number | null }) => {
        const id = `event${event}`;
        if (instance === null) return id;
        return (
          list({ singleEvents: 'true', showDeleted: 'true' }).items.filter((item) => item.recurringEventId === id)[
            instance
          ]?.id ?? id
        );
      };
      for (const step of [...commands, { do: 'sync' as const, pageSize: 2 }]) {
        if (step.do === 'sync') {
          for (const follower of followers) {
            follower.sync(step.pageSize);
            expect(follower.known).toEqual(follower.whole());
          }
        } else if (step.do === 'insert') {
          const body = { id: `event${step.target.event}`, ...times(0, 0), recurrence: step.rule };
          request('calendar.events.insert', { body });
        } else {
          const params = { calendarId: 'primary', eventId: idOf(step.target) };
          if (step.do === 'patch') request('calendar.events.patch', { params, body: step.change });
          else request('calendar.events.delete', { params });
        }
      }
    }),
    { numRuns: 300 },
  );
});

function newEmulator(): Emulator {
  let ids = 0;
  const emulator = new Emulator({
    clock: { now: () => FIRST_DAY },
    random: { fraction: () => 0.5, id: (length) => String(ids++).padStart(length, '0') },
    journal: { append: () => undefined },
    onPushQueued: () => undefined,
  });
  emulator.run((context) => plant(context, defaultSeed));
  return emulator;
}
