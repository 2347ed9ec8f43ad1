import type { AppointmentContent } from '@kalends/calendar';
import type { GoogleEvent } from '@kalends/actors';
import { isGoogleOrder, isStaffOrder, type Order, type Seen, type Stage, type TroubleOrder } from '@kalends/simulator';
import { eventually } from '@kalends/testing';
import type { System } from '../../support/system';
import { linksOf, openCompany, pause, type Account, type Company, type Of } from './company';
import { doInGoogle } from './people-at-google';
import { Staff } from './staff';
import { unrest } from './unrest';

type Lasting = Exclude<TroubleOrder, Of<'die'>>;

/** How much sooner or later a call in the real world is than one before it, very roughly. */
const msOfCall = 20;

/** Longest wait of a replaced process for the leases of its predecessor, and then some. */
const restWithinMs = 60_000;

/** The real processes as a stage: people act by HTTP, what happens inside is seen in the database. */
export class StackStage implements Stage {
  private readonly staff: Staff;

  private constructor(private readonly company: Company) {
    this.staff = new Staff(company);
  }

  /** A company of its own with its people at Google. */
  static async open(system: System): Promise<StackStage> {
    return new StackStage(await openCompany(system));
  }

  async play(orders: readonly Order[]): Promise<void> {
    const { google } = this.company.system;
    for (const order of orders) if (isTrouble(order)) await this.trouble(order);
    const doing = orders.map(async (order) => {
      if (isStaffOrder(order)) await this.staff.carryOut(order);
      else if (isGoogleOrder(order)) await doInGoogle(this.company, order);
      else if (order.do === 'die') await this.die(order);
    });
    await Promise.all(doing);
    await eventually(() => this.rest(), { withinMs: restWithinMs, everyMs: 50 });
    await google.clearFaults();
    await google.pushWeather({});
    await google.settings({ pageSize: null });
  }

  async look(): Promise<Seen> {
    const indexOf = (id: string): number => this.company.resourceIds.indexOf(id);
    const appointments = await this.company.system.look<{
      id: string;
      resource_ids: string[];
      status: string;
      overbooked: boolean;
      content: AppointmentContent;
    }>(
      `SELECT id, resource_ids, status, overbooked, content FROM scheduling.appointment WHERE tenant_id = $1 ORDER BY id`,
      [this.company.tenant.id],
    );
    const links = await linksOf(this.company);
    return {
      appointments: appointments.map(({ resource_ids: ids, ...rest }) => ({ ...rest, resources: ids.map(indexOf) })),
      links: links.map(({ resource_id: id, mode, state, reason }) => ({ resource: indexOf(id), mode, state, reason })),
      calendars: await Promise.all(this.company.accounts.map((account) => this.calendar(account))),
    };
  }

  async datesOf(account: number, eventId: string): Promise<readonly string[]> {
    const { person, calendarId } = this.company.accounts[account]!;
    const event = await person.event(calendarId, eventId);
    if (!event.recurrence) return [];
    return (await person.instances(calendarId, eventId)).map(({ id }) => id).sort();
  }

  /** Nobody reads its calendars any more. */
  async close(): Promise<void> {
    for (const resource of this.company.resourceIds.keys())
      await this.staff.carryOut({ do: 'unlink', resource, google: 'leave' });
    await eventually(async () => expect(await linksOf(this.company)).toEqual([]), { withinMs: 20_000, everyMs: 100 });
  }

  private async calendar({ person, calendarId }: Account): Promise<Seen['calendars'][number]> {
    if (!(await person.calendars()).some(({ id }) => id === calendarId)) return { events: [], items: [] };
    const events = await person.events(calendarId, { showDeleted: true });
    const items = await person.events(calendarId, { singleEvents: true });
    return {
      events: events
        .filter(({ recurringEventId }) => recurringEventId === undefined)
        .map((event) => ({ id: event.id, ...facts(event), isCancelled: event.status === 'cancelled' })),
      items: items.map((item) => ({ eventId: item.recurringEventId ?? item.id, ...facts(item) })),
    };
  }

  /** @throws while something is under way */
  private async rest(): Promise<void> {
    const working = (await linksOf(this.company)).filter(({ state }) => state !== 'broken');
    for (const account of this.company.accounts) {
      const { changedAfter: after, person, calendarId } = account;
      if (after === null || !working.some((link) => link.calendar_id === calendarId)) continue;
      const calls = await this.company.system.google.calls({ after, account: person.email });
      if (!calls.some(({ operation, status }) => operation.endsWith('events.list') && status === 200))
        throw new Error(`${person.email} has not been read yet`);
    }
    const { waiting } = await this.company.system.google.admin<{ waiting: number }>('GET', '/pushes');
    if (waiting > 0) throw new Error(`${waiting} pushes are on their way`);
    const reasons = await unrest(this.company.system, this.company.tenant.id);
    if (reasons.length > 0) throw new Error(reasons.join('; '));
    for (const account of this.company.accounts) account.changedAfter = null;
  }

  private trouble(order: Lasting): Promise<unknown> {
    const { google } = this.company.system;
    switch (order.do) {
      case 'fault':
        return google.fault(order.fault);
      case 'pushes':
        return google.pushWeather(order.weather);
      case 'pages':
        return google.settings({ pageSize: order.size });
    }
  }

  /** Amid what goes on, and not before. */
  private async die({ service, calls, downMs }: Of<'die'>): Promise<void> {
    const program = this.company.system.stack.program(service);
    await pause(calls * msOfCall);
    await program.kill();
    await pause(Math.min(downMs, 1_000));
    await program.start();
  }
}

const isTrouble = (order: Order): order is Lasting => ['fault', 'pushes', 'pages'].includes(order.do);

const facts = ({ summary = '', start, end }: GoogleEvent) => ({ title: summary, start: at(start), end: at(end) });
const at = (time: GoogleEvent['start']): Date => new Date(time?.dateTime ?? time?.date ?? 0);
