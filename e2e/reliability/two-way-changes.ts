import { inDays, instant, span, type Connected } from '@kalends/actors';
import type { Seeded } from '@kalends/testing';
import type { System } from '../support/system';

type Side = 'kalends' | 'google';
const sides: readonly Side[] = ['kalends', 'google'];

/** An appointment and its event, as both should be in the end. Each half of it is changed on one side only. */
interface Item {
  readonly key: string;
  readonly link: Connected;
  readonly madeBy: Side;
  readonly titleBy: Side;
  readonly timeBy: Side;
  title: string;
  start: Date;
  isCancelled: boolean;
  isBusy: boolean;
  edits: number;
}

interface Stored {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly start: string;
}

const keyOf = (title: string): string => title.split(' ')[0]!;

/** Random changes made by people here and in Google, and what has to come of them. */
export class TwoWayChanges {
  done = 0;
  private readonly items: Item[] = [];
  private slots = 0;

  constructor(
    private readonly system: System,
    private readonly links: readonly Connected[],
    private readonly random: Seeded,
  ) {}

  /** Makes `count` changes, `atOnce` at a time, never two at once to one appointment. */
  async make(count: number, atOnce = 4): Promise<void> {
    let left = count;
    const person = async (): Promise<void> => {
      while (left-- > 0) {
        while (!(await this.change()));
        this.done += 1;
      }
    };
    await Promise.all(Array.from({ length: Math.min(count, atOnce) }, person));
  }

  /** Makes `perSecond` changes a second until told to stop, and waits for the last ones. */
  async keepMaking(perSecond: number, signal: AbortSignal): Promise<void> {
    const begun = Date.now();
    const making: Promise<void>[] = [];
    while (!signal.aborted) {
      const due = ((Date.now() - begun) * perSecond) / 1000;
      while (making.length < due) making.push(this.make(1));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await Promise.all(making);
  }

  /** What differs from what people wanted: nothing, once both sides have converged. */
  async differences(): Promise<string[]> {
    const found: string[] = [];
    for (const link of this.links) {
      const items = this.items.filter((item) => item.link === link);
      const alive = items.filter(({ isCancelled }) => !isCancelled);
      found.push(...compared('google', alive, await this.events(link)));
      found.push(...compared('kalends', alive, await this.appointments(link, 'confirmed')));
      found.push(...(await this.wronglyCancelled(link, items)));
    }
    return found;
  }

  /** Cancelled as what Kalends knew of it last; an event may be gone again before Kalends has ever read it. */
  private async wronglyCancelled(link: Connected, items: readonly Item[]): Promise<string[]> {
    const there = (await this.appointments(link, 'cancelled')).map(({ key }) => key);
    const wanted = items.filter(({ isCancelled }) => isCancelled);
    return [
      ...there.filter((key) => !wanted.some((item) => item.key === key)).map((key) => `${key} is cancelled`),
      ...wanted
        .filter(({ madeBy, key }) => madeBy === 'kalends' && !there.includes(key))
        .map(({ key }) => `${key} is not cancelled`),
    ];
  }

  /** @returns whether there was anything to change */
  private async change(): Promise<boolean> {
    const dice = this.random.fraction();
    if (dice < 0.4 || this.items.length < this.links.length) return this.create();
    const item = this.random.pick(this.items);
    if (item.isBusy || item.isCancelled) return false;
    item.isBusy = true;
    try {
      if (dice > 0.9) return item.titleBy === item.timeBy && (await this.cancel(item));
      return dice < 0.65 ? await this.move(item) : await this.rename(item);
    } finally {
      item.isBusy = false;
    }
  }

  private async create(): Promise<boolean> {
    const { random } = this;
    const key = `#${this.items.length + 1}`;
    const item: Item = {
      ...{ key, link: random.pick(this.links) },
      ...{ madeBy: random.pick(sides), titleBy: random.pick(sides), timeBy: random.pick(sides) },
      ...{ title: `${key} new`, start: this.freeSlot(), isCancelled: false, isBusy: true, edits: 0 },
    };
    this.items.push(item);
    const { tenant, resourceId, person, calendarId } = item.link;
    if (item.madeBy === 'kalends') await tenant.book(resourceId, item.start, { title: item.title });
    else await person.create(calendarId, { summary: item.title, ...inGoogle(item.start) });
    item.isBusy = false;
    return true;
  }

  private async move(item: Item): Promise<boolean> {
    const start = this.freeSlot();
    const isMade =
      item.timeBy === 'kalends'
        ? await this.command(item, 'move', span(start))
        : await this.edit(item, inGoogle(start));
    if (isMade) item.start = start;
    return isMade;
  }

  private async rename(item: Item): Promise<boolean> {
    const title = `${item.key} edit ${++item.edits}`;
    const isMade =
      item.titleBy === 'kalends'
        ? await this.command(item, 'change', { content: { title } })
        : await this.edit(item, { summary: title });
    if (isMade) item.title = title;
    return isMade;
  }

  private async cancel(item: Item): Promise<boolean> {
    const { person, calendarId } = item.link;
    if (item.timeBy === 'kalends') item.isCancelled = await this.command(item, 'cancel', { reason: 'by phone' });
    else {
      const event = await this.eventOf(item);
      if (event) await person.remove(calendarId, event.id);
      item.isCancelled = event !== undefined;
    }
    return item.isCancelled;
  }

  private async command(item: Item, name: 'move' | 'change' | 'cancel', body: object): Promise<boolean> {
    const appointment = (await this.appointments(item.link, 'confirmed')).find(({ key }) => key === item.key);
    if (!appointment) return false; // not yet here
    for (;;) {
      const { status, body: answer } = await item.link.tenant.command(appointment.id, name, body);
      if (status < 300) return true;
      // Google's half has just come in, or all is busy: the person looks at it and presses the button again.
      if (status !== 412 && status !== 503) throw new Error(`${name} answered ${status}: ${JSON.stringify(answer)}`);
    }
  }

  private async edit(item: Item, changes: object): Promise<boolean> {
    const event = await this.eventOf(item);
    if (event) await item.link.person.edit(item.link.calendarId, event.id, changes);
    return event !== undefined;
  }

  private async eventOf({ link, key }: Item): Promise<Stored | undefined> {
    return (await this.events(link)).find((event) => event.key === key);
  }

  private async events({ person, calendarId }: Connected): Promise<Stored[]> {
    return (await person.events(calendarId)).map(({ id, summary = '', start }) => ({
      ...{ id, key: keyOf(summary), title: summary, start: instant(new Date(start!.dateTime!)) },
    }));
  }

  private async appointments({ tenant, resourceId }: Connected, status: string): Promise<Stored[]> {
    const rows = await this.system.look<{ id: string; title: string; start: string }>(
      `SELECT id, content->>'title' AS title, content->'start'->>'at' AS start
       FROM scheduling.appointment WHERE tenant_id = $1 AND $2 = ANY(resource_ids) AND status = $3`,
      [tenant.id, resourceId, status],
    );
    return rows.map((row) => ({ ...row, key: keyOf(row.title) }));
  }

  /** An hour that nobody else gets, so that nothing is refused or overbooked. */
  private freeSlot(): Date {
    const slot = this.slots++;
    return inDays(2 + Math.floor(slot / 8), 8 + (slot % 8));
  }
}

const inGoogle = (start: Date): object => ({
  start: { dateTime: start.toISOString() },
  end: { dateTime: new Date(start.getTime() + 3_600_000).toISOString() },
});

/** Exactly one for each item, and nothing else. */
function compared(where: string, items: readonly Item[], stored: readonly Stored[]): string[] {
  const wanted = items.map(({ title, start }) => `${title} at ${instant(start)}`);
  const there = stored.map(({ title, start }) => `${title} at ${start}`);
  const once = (list: readonly string[], line: string): boolean => list.indexOf(line) === list.lastIndexOf(line);
  return [
    ...wanted.filter((line) => !there.includes(line)).map((line) => `${where} lacks ${line}`),
    ...there.filter((line) => !wanted.includes(line)).map((line) => `${where} has ${line}`),
    ...there.filter((line) => !once(there, line)).map((line) => `${where} has twice ${line}`),
  ];
}
