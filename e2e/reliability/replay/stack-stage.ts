import type { AppointmentContent } from '@kalends/calendar';
import { giveConsent, NotOk, type GoogleEvent, type GooglePerson, type Tenant } from '@kalends/actors';
import {
  accountCount,
  capacities,
  isGoogleOrder,
  isStaffOrder,
  type Command,
  type GoogleOrder,
  type Order,
  type Seen,
  type StaffOrder,
  type Stage,
  type TroubleOrder,
} from '@kalends/simulator';
import { eventually } from '@kalends/testing';
import type { System } from '../../support/system';
import { unrest } from './unrest';

interface Account {
  readonly person: GooglePerson;
  readonly calendarId: string;
  /** Number of the last call before something in the calendar changed that Kalends has to find by reading it. */
  changedAfter: number | null;
}

type Of<D extends Order['do']> = Extract<Order, { do: D }>;

type Lasting = Exclude<TroubleOrder, Of<'die'>>;

/** A person waits so long between two attempts. */
const patienceMs = 250;

/** How much sooner or later a call in the real world is than one before it, very roughly. */
const msOfCall = 20;

/** Longest wait of a replaced process for the leases of its predecessor, and then some. */
const restWithinMs = 60_000;

/** The real processes as a stage: people act by HTTP, what happens inside is seen in the database. */
export class StackStage implements Stage {
  private constructor(
    private readonly system: System,
    private readonly tenant: Tenant,
    private readonly resourceIds: readonly string[],
    private readonly accounts: readonly Account[],
  ) {}

  /** A company of its own with its people at Google. */
  static async open(system: System): Promise<StackStage> {
    const tenant = await system.tenant();
    const resourceIds: string[] = [];
    for (const capacity of capacities) {
      const body = { branchId: tenant.branchId, designation: 'Room', capacity };
      resourceIds.push((await tenant.api.ok<{ id: string }>('scheduling/resources', { body })).id);
    }
    const accounts: Account[] = [];
    for (let index = 0; index < accountCount; index += 1) {
      const person = await system.google.person('Work');
      const calendar = (await person.calendars()).find(({ summary }) => summary === 'Work')!;
      accounts.push({ person, calendarId: calendar.id, changedAfter: null });
    }
    return new StackStage(system, tenant, resourceIds, accounts);
  }

  async play(orders: readonly Order[]): Promise<void> {
    const { google } = this.system;
    for (const order of orders) if (isTrouble(order)) await this.trouble(order);
    const doing = orders.map((order) => {
      if (isStaffOrder(order)) return this.asStaff(order);
      if (isGoogleOrder(order)) return this.inGoogle(order);
      return order.do === 'die' ? this.die(order) : undefined;
    });
    await Promise.all(doing);
    await eventually(() => this.rest(), { withinMs: restWithinMs, everyMs: 50 });
    await google.clearFaults();
    await google.pushWeather({});
    await google.settings({ pageSize: null });
  }

  async look(): Promise<Seen> {
    const indexOf = (id: string): number => this.resourceIds.indexOf(id);
    const appointments = await this.system.look<{
      id: string;
      resource_ids: string[];
      status: string;
      overbooked: boolean;
      content: AppointmentContent;
    }>(
      `SELECT id, resource_ids, status, overbooked, content FROM scheduling.appointment WHERE tenant_id = $1 ORDER BY id`,
      [this.tenant.id],
    );
    const links = await this.links();
    return {
      appointments: appointments.map(({ resource_ids: ids, ...rest }) => ({ ...rest, resources: ids.map(indexOf) })),
      links: links.map(({ resource_id: id, mode, state, reason }) => ({ resource: indexOf(id), mode, state, reason })),
      calendars: await Promise.all(this.accounts.map((account) => this.calendar(account))),
    };
  }

  async datesOf(account: number, eventId: string): Promise<readonly string[]> {
    const { person, calendarId } = this.accounts[account]!;
    const event = await person.event(calendarId, eventId);
    if (!event.recurrence) return [];
    return (await person.instances(calendarId, eventId)).map(({ id }) => id).sort();
  }

  /** Nobody reads its calendars any more. */
  async close(): Promise<void> {
    for (const { id } of await this.links())
      await this.tenant.api.call(`google-sync/links/${id}`, { method: 'DELETE', body: { google: 'leave' } });
    await eventually(async () => expect(await this.links()).toEqual([]), { withinMs: 20_000, everyMs: 100 });
  }

  private links() {
    return this.system.look<{
      id: string;
      resource_id: string;
      calendar_id: string;
      mode: string;
      state: string;
      reason: string | null;
    }>(
      `SELECT id, resource_id, calendar_id, mode, state, reason FROM google_sync.calendar_links WHERE tenant_id = $1 AND state <> 'gone'`,
      [this.tenant.id],
    );
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
    const working = (await this.links()).filter(({ state }) => state !== 'broken');
    for (const account of this.accounts) {
      const { changedAfter: after, person, calendarId } = account;
      if (after === null || !working.some((link) => link.calendar_id === calendarId)) continue;
      const calls = await this.system.google.calls({ after, account: person.email });
      if (!calls.some(({ operation, status }) => operation.endsWith('events.list') && status === 200))
        throw new Error(`${person.email} has not been read yet`);
    }
    const { waiting } = await this.system.google.admin<{ waiting: number }>('GET', '/pushes');
    if (waiting > 0) throw new Error(`${waiting} pushes are on their way`);
    const reasons = await unrest(this.system, this.tenant.id);
    if (reasons.length > 0) throw new Error(reasons.join('; '));
    for (const account of this.accounts) account.changedAfter = null;
  }

  private trouble(order: Lasting): Promise<unknown> {
    const { google } = this.system;
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
    const program = this.system.stack.program(service);
    await pause(calls * msOfCall);
    await program.kill();
    await pause(Math.min(downMs, 1_000));
    await program.start();
  }

  /** Again and again until there is an answer, or it is a refusal. */
  private async asStaff(order: StaffOrder): Promise<void> {
    for (;;) {
      const status = await this.ask(order).catch((error: unknown) => {
        if (error instanceof NotOk) return error.status;
        if (error instanceof TypeError) return 503; // fetch's own error: the connection ended
        throw error;
      });
      if (status < 500 && status !== 412 && status !== 429) return;
      await pause(patienceMs);
    }
  }

  /** @returns the last answer's status. */
  private async ask(order: StaffOrder): Promise<number> {
    const { api, branchId } = this.tenant;
    switch (order.do) {
      case 'book': {
        const resourceIds = order.resources.map((index) => this.resourceIds[index]!);
        const body = { resourceIds, content: order.content };
        const headers = { 'idempotency-key': order.key.slice(1) };
        return (await api.call('scheduling/appointments', { body, headers })).status;
      }
      case 'command':
        return this.command(order.id, order.command);
      case 'branch-switch': {
        const path = `scheduling/branches/${branchId}`;
        const { version } = await api.ok<{ version: number }>(path);
        const body = { googleSyncEnabled: order.on };
        return (await api.call(path, { method: 'PATCH', body, headers: { 'if-match': `"${version}"` } })).status;
      }
      case 'access-given':
        return this.consent(order.resource);
      case 'link':
        await this.consent(order.resource);
        return this.link(order);
      case 'unlink':
      case 'sync-now':
        return this.endOrSync(order);
    }
  }

  private async command(id: string, command: Command): Promise<number> {
    const path = `scheduling/appointments/${id}`;
    const { api } = this.tenant;
    const { version } = await api.ok<{ version: number }>(path);
    const headers = { 'if-match': `"${version}"` };
    if (command.name === 'change')
      return (await api.call(path, { method: 'PATCH', headers, body: { content: { title: command.title } } })).status;
    const { name, ...rest } = command;
    const { resources, ...facts } = 'resources' in rest ? rest : { ...rest, resources: undefined };
    const resourceIds = resources?.map((index) => this.resourceIds[index]!);
    const body = { ...facts, ...(resourceIds && { resourceIds }) };
    return (await api.call(`${path}/${name}`, { headers, body })).status;
  }

  private async consent(resource: number): Promise<number> {
    const { api, cookie } = this.tenant;
    const { person } = this.accounts[resource % this.accounts.length]!;
    const resourceId = this.resourceIds[resource]!;
    const { status } = await giveConsent({ api, cookie, resourceId, person, existingCalendar: true });
    if (status >= 500) throw new NotOk('The way back from Google', status);
    return status;
  }

  private async link({ resource, mode, reset }: Of<'link'>): Promise<number> {
    const { api } = this.tenant;
    const { calendarId } = this.accounts[resource % this.accounts.length]!;
    const path = `google-sync/resources/${this.resourceIds[resource]}`;
    const choice = { calendar: { id: calendarId }, mode };
    if (!reset) return (await api.call(`${path}/link`, { body: choice })).status;
    const preview = await api.call<{ confirmation: object }>(`${path}/link-preview`, { body: choice });
    if (preview.status >= 300) return preview.status;
    return (await api.call(`${path}/link`, { body: { ...choice, reset: preview.body.confirmation } })).status;
  }

  private async endOrSync(order: Of<'unlink' | 'sync-now'>): Promise<number> {
    const { api } = this.tenant;
    const link = (await this.links()).find(({ resource_id: id }) => id === this.resourceIds[order.resource]);
    if (!link) return 404;
    const path = `google-sync/links/${link.id}`;
    if (order.do === 'sync-now') return (await api.call(`${path}/sync-now`, { method: 'POST' })).status;
    const { google } = order;
    if (google === 'leave') return (await api.call(path, { method: 'DELETE', body: { google } })).status;
    const preview = await api.call<{ confirmation: object }>(`${path}/disconnect-preview`, { method: 'POST' });
    if (preview.status >= 300) return preview.status;
    const { confirmation } = preview.body;
    return (await api.call(path, { method: 'DELETE', body: { google, confirmation } })).status;
  }

  private async inGoogle(order: GoogleOrder): Promise<void> {
    const account = this.accounts[order.account]!;
    const { person, calendarId } = account;
    const { google } = this.system;
    const after = await google.lastCall();
    account.changedAfter = after;
    switch (order.do) {
      case 'insert':
        return ifThere(person.create(calendarId, order.body));
      case 'patch':
        return ifThere(person.edit(calendarId, order.eventId, order.body));
      case 'delete':
        return ifThere(person.remove(calendarId, order.eventId));
      case 'undelete':
        return ifThere(person.restore(calendarId, order.eventId));
      case 'duplicate':
        return ifThere(
          person.duplicate(calendarId, order.eventId).then(({ id }) => person.edit(calendarId, id, order.body)),
        );
      case 'delete-calendar':
        return ifThere(person.deleteCalendar(calendarId));
      case 'expire-sync-tokens':
        return google.admin('POST', '/sync-tokens/expire', { calendar: calendarId });
      case 'expire-tokens':
        return google.admin('POST', '/tokens/expire', { kind: 'access', account: person.email });
      case 'revoke':
        return person.revokeApp();
    }
  }
}

const isTrouble = (order: Order): order is Lasting => ['fault', 'pushes', 'pages'].includes(order.do);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody else may have been quicker: then there is nothing to do it to. */
async function ifThere(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof NotOk) || error.status >= 500) throw error;
  });
}

const facts = ({ summary = '', start, end }: GoogleEvent) => ({ title: summary, start: at(start), end: at(end) });
const at = (time: GoogleEvent['start']): Date => new Date(time?.dateTime ?? time?.date ?? 0);
