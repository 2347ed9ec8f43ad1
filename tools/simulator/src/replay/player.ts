import type { AppointmentContent, CalendarTime } from '@kalends/calendar';
import { tell, type Act, type History, type Repeats, type Slot, type Step } from '../history/step';
import { pictureOf } from './picture';
import {
  accountCount,
  capacities,
  type Fault,
  type Order,
  type Seen,
  type SeenAppointment,
  type SeenEvent,
  type Stage,
} from './stage';

const hour = 60 * 60 * 1000;
const zone = 'Europe/Berlin';

/** What was done at a time, and what was to be seen when all had come to rest. */
export interface Scene {
  readonly did: readonly string[];
  readonly picture: readonly string[];
}

/** Plays a history on a stage, scene by scene: a step that gives no turns is of one scene with the next. */
export async function play(history: History, stage: Stage): Promise<Scene[]> {
  const begins = Date.parse(history.begins);
  const author = new Author(begins, stage);
  const scenes: Scene[] = [];
  const scene = async (did: readonly string[], orders: readonly Order[]): Promise<void> => {
    await stage.play(orders);
    scenes.push({ did, picture: pictureOf(await stage.look(), begins) });
  };
  for (let resource = 0; resource < accountCount; resource += 1)
    await scene([`resource ${resource} is linked`], [{ do: 'link', resource, mode: 'two-way', reset: false }]);
  for (const steps of scenesOf(history.steps))
    await scene(steps.map(tell), await author.ordersOf(steps.map(({ act }) => act)));
  await scene(['the branch syncs'], [{ do: 'branch-switch', on: true }]);
  await scene(['people mend their links'], mending(await stage.look()));
  return scenes;
}

function scenesOf(steps: readonly Step[]): Step[][] {
  const scenes: Step[][] = [[]];
  for (const step of steps) {
    scenes.at(-1)!.push(step);
    if (step.turns > 0) scenes.push([]);
  }
  return scenes.filter(({ length }) => length > 0);
}

const mending = ({ links }: Seen): Order[] =>
  links.flatMap(({ resource, reason }): Order[] => {
    if (reason === 'needs-consent') return [{ do: 'access-given', resource }];
    return reason === 'permission-lost' || reason === 'calendar-lost' ? [{ do: 'sync-now', resource }] : [];
  });

/** Decides what acts mean here and now: the same wherever the same is to be seen. */
class Author {
  private words = 0;

  constructor(
    private readonly begins: number,
    private readonly stage: Stage,
  ) {}

  async ordersOf(acts: readonly Act[]): Promise<Order[]> {
    const seen = await this.stage.look();
    const orders: Order[] = [];
    let beside: { key: string; field: string } | null = null;
    for (const act of acts) {
      const appointment = 'item' in act ? pick(appointmentsOf(seen), act.item) : undefined;
      if (appointment) beside = { key: keyOf(appointment.content.title), field: fieldOf(act) };
      orders.push(...(await this.order(act, seen, appointment, beside)));
    }
    return orders;
  }

  private async order(
    act: Act,
    seen: Seen,
    appointment: SeenAppointment | undefined,
    beside: { readonly key: string; readonly field: string } | null,
  ): Promise<Order[]> {
    if ('item' in act) return appointment ? [{ do: 'command', ...this.command(act, appointment) }] : [];
    switch (act.do) {
      case 'book': {
        const content = this.content(act.slot, act.repeats);
        const resources = [...new Set([act.resource, act.also].map(resourceOf))];
        return [{ do: 'book', key: keyOf(content.title), resources, content }];
      }
      case 'calendar-deleted':
        return [{ do: 'delete-calendar', account: act.calendar % accountCount }];
      case 'sync-tokens-expire':
        return [{ do: 'expire-sync-tokens', account: act.calendar % accountCount }];
      case 'access-revoked':
        return [{ do: 'revoke', account: act.account % accountCount }];
      case 'tokens-expire':
        return [{ do: 'expire-tokens', account: act.account % accountCount }];
      case 'link':
      case 'unlink':
      case 'sync-now':
      case 'access-given':
        return [{ ...act, resource: resourceOf(act.resource) }];
      case 'branch-switch':
      case 'pages':
      case 'die':
        return [act];
      case 'google-fails':
      case 'google-breaks': {
        const { when, times } = act;
        return [
          {
            do: 'fault',
            fault: { when, times, ...(act.do === 'google-breaks' ? { connection: act.how } : failure(act.status)) },
          },
        ];
      }
      case 'pushes': {
        const { lost: dropRate, doubled: duplicateRate, lateMs: jitterMs } = act;
        return [{ do: 'pushes', weather: { dropRate, duplicateRate, delayMs: 0, jitterMs } }];
      }
      case 'google-create': {
        const { title: summary, recurrence } = this.content(act.slot, act.repeats);
        const rule = recurrence && { recurrence: [`RRULE:${recurrence.rule}`] };
        const account = act.calendar % accountCount;
        return [{ do: 'insert', account, body: { summary, ...this.googleTimes(act.slot), ...rule } }];
      }
      default:
        if (!('event' in act)) throw new Error(`${act.do} can't be replayed.`);
        return this.inGoogle(act, seen, beside);
    }
  }

  private command(
    act: Extract<Act, { item: number }>,
    appointment: SeenAppointment,
  ): Pick<Extract<Order, { do: 'command' }>, 'id' | 'command'> {
    const { id, content } = appointment;
    const recurrenceId = content.recurrence ? content.start : undefined;
    switch (act.do) {
      case 'move':
        return { id, command: { name: 'move', ...this.times(act.slot) } };
      case 'move-date':
        return { id, command: { name: 'move', ...this.times(act.slot), ...(recurrenceId && { recurrenceId }) } };
      case 'reassign': {
        const { start, end } = content;
        return { id, command: { name: 'move', start, end, resources: [resourceOf(act.resource)] } };
      }
      case 'retitle':
        return { id, command: { name: 'change', title: this.retitled(content.title) } };
      case 'cancel-date':
        return { id, command: { name: 'cancel', ...(recurrenceId && { recurrenceId }) } };
      case 'cancel':
      case 'restore':
      case 'complete':
        return { id, command: { name: act.do } };
    }
  }

  /** Beside something of another field it is about the same thing, if that is in this calendar, and else about another. */
  private async inGoogle(
    act: Extract<Act, { event: number }>,
    seen: Seen,
    beside: { readonly key: string; readonly field: string } | null,
  ): Promise<Order[]> {
    const account = act.calendar % accountCount;
    const events = eventsOf(seen, account, act.do === 'google-restore');
    const isSame = ({ title }: SeenEvent): boolean => keyOf(title) === beside?.key;
    const changed = new Set<unknown>([beside?.field, fieldOf(act)]);
    const both = changed.has('time') && changed.has('title');
    const event =
      (both && events.find(isSame)) ||
      pick(
        events.filter((other) => !isSame(other)),
        act.event,
      );
    if (!event) return [];
    const meant = { account, eventId: event.id };
    switch (act.do) {
      case 'google-restore':
        return [{ do: 'undelete', ...meant }];
      case 'google-delete':
        return [{ do: 'delete', ...meant }];
      case 'google-duplicate':
        return [{ do: 'duplicate', ...meant, body: { summary: this.title() } }];
      case 'google-retitle':
        return [{ do: 'patch', ...meant, body: { summary: this.retitled(event.title) } }];
      case 'google-drag':
        return [{ do: 'patch', ...meant, body: this.googleTimes(act.slot) }];
      case 'google-resize':
        return [{ do: 'patch', ...meant, body: { end: googleTime(event.end.getTime() + hour / 2) } }];
      case 'google-drag-date':
      case 'google-delete-date': {
        const eventId = pick(await this.stage.datesOf(account, event.id), act.event);
        if (eventId === undefined) return [];
        if (act.do === 'google-drag-date') return [{ do: 'patch', account, eventId, body: this.googleTimes(act.slot) }];
        return [{ do: 'delete', account, eventId }];
      }
    }
  }

  private content(slot: Slot, repeats: Repeats): AppointmentContent {
    const rule = repeats === 'weekly' ? 'FREQ=WEEKLY;COUNT=3' : 'FREQ=DAILY;COUNT=4';
    return {
      title: this.title(),
      ...{ description: '', location: '', transparency: 'opaque', visibility: 'default', overrides: [] },
      ...this.times(slot),
      recurrence: repeats === 'once' ? null : { rule, rdates: [], exdates: [] },
    };
  }

  private title(): string {
    return `#${(this.words += 1)}`;
  }

  private retitled(title: string): string {
    return `${keyOf(title)} word ${(this.words += 1)}`;
  }

  private times(slot: Slot): { start: CalendarTime; end: CalendarTime } {
    const start = this.startOf(slot);
    return { start: { at: iso(start), zone }, end: { at: iso(start + hour), zone } };
  }

  private googleTimes(slot: Slot): { start: object; end: object } {
    const start = this.startOf(slot);
    return { start: googleTime(start), end: googleTime(start + hour) };
  }

  /** Five places on each of four days, an hour each. */
  private startOf(slot: Slot): number {
    return this.begins + (1 + Math.floor(slot / 5)) * 24 * hour + (slot % 5) * hour;
  }
}

/** What it changes; two who change the same at the same time are a matter of who is first. */
function fieldOf({ do: name }: Act): 'time' | 'title' | 'status' {
  if (/retitle/.test(name)) return 'title';
  return /move|reassign|drag|resize/.test(name) ? 'time' : 'status';
}

/** Nothing but an If-Match can be answered with 412. */
const failure = (status: number): Pick<Fault, 'status' | 'method'> => ({
  status,
  ...(status === 412 && { method: 'PATCH' }),
});

const appointmentsOf = ({ appointments }: Seen): SeenAppointment[] =>
  inOrder(appointments, ({ content: { title, start }, resources, status }) =>
    [title, resources, status, JSON.stringify(start)].join(' '),
  );

const eventsOf = ({ calendars }: Seen, account: number, isCancelled: boolean): SeenEvent[] =>
  inOrder(
    calendars[account]!.events.filter((event) => event.isCancelled === isCancelled),
    ({ title, start }) => `${title} ${start.toISOString()}`,
  );

/** In an order that is the same everywhere; of two that look the same nobody can say which is meant. */
function inOrder<T>(things: readonly T[], looks: (thing: T) => string): T[] {
  const alike = new Map<string, T[]>();
  for (const thing of things) alike.set(looks(thing), [...(alike.get(looks(thing)) ?? []), thing]);
  return [...alike.keys()].sort().flatMap((look) => (alike.get(look)!.length === 1 ? alike.get(look)! : []));
}

/** What an appointment and its event have in common through all titles. */
const keyOf = (title: string): string => title.split(' ')[0]!;
const resourceOf = (which: number): number => which % capacities.length;
const pick = <T>(from: readonly T[], which: number): T | undefined => from[which % from.length];
const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
const googleTime = (instant: number): object => ({ dateTime: iso(instant), timeZone: zone });
