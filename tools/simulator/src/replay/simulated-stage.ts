import { isDomainError } from '@kalends/kernel';
import type { ApiRequest } from '@kalends/google-emulator';
import { Administrator } from '../history/administrator';
import { envelope, given } from '../history/facts';
import { turnLimit } from '../history/run';
import type { Party } from '../schedule/schedule';
import { ownerOf, type Company } from '../world/company';
import { accounts as allAccounts } from '../world/google';
import type { World } from '../world/world';
import {
  isGoogleOrder,
  isStaffOrder,
  accountCount,
  type Command,
  type GoogleOrder,
  type Order,
  type Seen,
  type StaffOrder,
  type Stage,
  type TroubleOrder,
} from './stage';

/** Longer than the safety poll and any back-off of a short trouble. */
const restMs = 12 * 60_000;

const person = (name: string): Party => ({ name, isDead: false, isFrozen: false });
const staff = person('staff');
const employee = person('employee');

/** The real stage has no more. */
const accounts = allAccounts.slice(0, accountCount);

/** Whether people here and people at Google act at the same time in a scene, or one side when the other's acts have come to rest. */
export type Precedence = 'none' | 'staff' | 'google';

/** The simulated world as a stage. */
export class SimulatedStage implements Stage {
  private readonly administrator: Administrator;
  private readonly company: Company;
  private serial = 0;

  constructor(
    private readonly world: World,
    private readonly precedence: Precedence = 'none',
  ) {
    this.administrator = new Administrator(world);
    this.company = world.companies[0]!;
  }

  async play(orders: readonly Order[]): Promise<void> {
    for (const order of orders) if (!isStaffOrder(order) && !isGoogleOrder(order)) this.trouble(order);
    const [staffs, googles] = [orders.filter(isStaffOrder), orders.filter(isGoogleOrder)];
    const inTurn = { none: [[...staffs, ...googles]], staff: [staffs, googles], google: [googles, staffs] };
    for (const together of inTurn[this.precedence]) await this.carryOut(together);
    for (const name of ['scheduling', 'google-sync', 'oauth-consent'] as const) this.world.cluster(name).heal();
    this.world.google.heal();
  }

  private async carryOut(orders: readonly (StaffOrder | GoogleOrder)[]): Promise<void> {
    const { schedule, errors } = this.world;
    let waiting = orders.length;
    for (const order of orders) {
      const work = isStaffOrder(order) ? this.asStaff(order) : this.inGoogle(order);
      schedule.start(
        work.then(
          () => void (waiting -= 1),
          (error: unknown) => this.world.wrong(error),
        ),
      );
    }
    await schedule.until(schedule.now + restMs, turnLimit);
    if (errors.length > 0) throw errors[0];
    if (waiting > 0) throw new Error('Somebody still waits for an answer.');
  }

  look(): Promise<Seen> {
    const { world } = this;
    const indexOf = (id: string): number => world.resources.findIndex((resource) => resource.id === id);
    return Promise.resolve({
      appointments: world.appointments().map(({ id, resourceIds, status, overbooked, content }) => ({
        ...{ id, status, overbooked, content },
        resources: resourceIds.map(indexOf),
      })),
      links: world
        .links()
        .filter(({ state }) => state !== 'gone')
        .map(({ resourceId, mode, state, reason }) => ({ resource: indexOf(resourceId), mode, state, reason })),
      calendars: accounts.map((account) => ({
        items: world.google.items(account),
        events: this.isThere(account.calendarId) ? world.google.events(account.calendarId).map(seenEvent) : [],
      })),
    });
  }

  datesOf(account: number, eventId: string): Promise<readonly string[]> {
    const { email, calendarId } = accounts[account]!;
    const series = this.world.google.events(calendarId).find(({ id }) => id === eventId);
    if (!series?.content.recurrence) return Promise.resolve([]);
    const params = { calendarId, eventId };
    const { body } = this.world.google.emulator.person(email, 'calendar.events.instances', { params });
    return Promise.resolve((body as { items: { id: string }[] }).items.map(({ id }) => id).sort());
  }

  private isThere(calendarId: string): boolean {
    return this.world.google.emulator.state.calendars.get('', calendarId)?.deleted === false;
  }

  /** A replica alone would be no loss: both die. */
  private trouble(order: TroubleOrder): void {
    const { google } = this.world;
    switch (order.do) {
      case 'fault':
        return void google.emulator.faults.add(order.fault);
      case 'pushes':
        return void (google.emulator.pushes.weather = order.weather);
      case 'pages':
        return google.settings({ pageSize: order.size });
      case 'die':
        for (const replica of [0, 1])
          this.world.cluster(order.service).doom(replica, order.calls, order.when, order.downMs);
    }
  }

  /** Again and again until there is an answer, or it is a refusal. */
  private async asStaff(order: StaffOrder): Promise<void> {
    const { schedule } = this.world;
    for (;;) {
      await schedule.turn(staff, order.do);
      try {
        return await this.ask(order);
      } catch (error) {
        if (!isDomainError(error)) throw error;
        if (error.kind === 'unavailable' || error.kind === 'limited')
          await schedule.pause(staff, 2_000, `repeats ${order.do}`);
        else if (error.kind !== 'stale') return;
      }
    }
  }

  private async ask(order: StaffOrder): Promise<void> {
    const { world } = this;
    switch (order.do) {
      case 'book': {
        const resourceIds = order.resources.map((index) => world.resources[index]!.id);
        return void (await world.scheduling.ask(({ appointments }) =>
          appointments.create.execute(
            envelope(this.company, order.key, null),
            world.ids.next(),
            given(resourceIds, order.content),
          ),
        ));
      }
      case 'command':
        return this.command(order.id, order.command);
      case 'branch-switch': {
        const { company } = this;
        const { version } = world.branch(company);
        const change = { googleSyncEnabled: order.on };
        return void (await world.scheduling.ask(({ branches }) =>
          branches.change.execute(company, company.branchId, version, change),
        ));
      }
      default:
        return this.askOfLink(order);
    }
  }

  private async askOfLink(order: Exclude<StaffOrder, { do: 'book' | 'command' | 'branch-switch' }>): Promise<void> {
    const { world, administrator } = this;
    const resource = world.resources[order.resource]!;
    const account = accounts[order.resource % accounts.length]!;
    if (order.do === 'access-given') return administrator.consent(resource, account);
    if (order.do === 'link') {
      await administrator.consent(resource, account);
      return void (await administrator.link(resource, account, order.mode, order.reset));
    }
    const link = world.linkOf(resource);
    const user = ownerOf(this.company);
    if (!link) return;
    await world.googleSync.ask(async ({ links, engine }) => {
      if (order.do === 'sync-now') return void (await engine.syncNow.run(user.tenantId, link.id));
      if (order.google === 'leave') return links.disconnect.execute(user, link, 'leave');
      const { confirmation } = await links.previewDisconnect.execute(user, link);
      return links.disconnect.execute(user, link, order.google, confirmation);
    });
  }

  private async command(id: string, command: Command): Promise<void> {
    const { world } = this;
    const { version } = world.appointments().find((appointment) => appointment.id === id)!;
    const by = envelope(this.company, `command-${(this.serial += 1)}`, version);
    await world.scheduling.ask<unknown>(({ appointments }) => {
      switch (command.name) {
        case 'change':
          return appointments.change.execute(by, id, { content: { title: command.title } });
        case 'move': {
          const { start, end, recurrenceId, resources } = command;
          const resourceIds = resources?.map((index) => world.resources[index]!.id);
          return appointments.move.execute(by, id, {
            start,
            end,
            ...(recurrenceId && { recurrenceId }),
            ...(resourceIds && { resourceIds }),
          });
        }
        case 'cancel':
          return appointments.cancel.execute(
            by,
            id,
            command.recurrenceId ? { recurrenceId: command.recurrenceId } : {},
          );
        case 'restore':
          return appointments.restore.execute(by, id, 0);
        case 'complete':
          return appointments.complete.execute(by, id, { noShow: false });
      }
    });
  }

  private async inGoogle(order: GoogleOrder): Promise<void> {
    const { schedule, google } = this.world;
    await schedule.turn(employee, order.do);
    const account = accounts[order.account]!;
    const { calendarId } = account;
    const person = (operation: string, request: Partial<ApiRequest>): void =>
      google.person(account, `calendar.${operation}`, request);
    switch (order.do) {
      case 'insert':
        return person('events.insert', { params: { calendarId }, body: order.body });
      case 'patch':
        return person('events.patch', { params: { calendarId, eventId: order.eventId }, body: order.body });
      case 'delete':
        return person('events.delete', { params: { calendarId, eventId: order.eventId } });
      case 'undelete':
        return google.restore(account, order.eventId);
      case 'duplicate': {
        google.duplicate(account, order.eventId);
        const { id: eventId } = google.events(calendarId).at(-1)!;
        return person('events.patch', { params: { calendarId, eventId }, body: order.body });
      }
      case 'delete-calendar':
        return person('calendars.delete', { params: { calendarId } });
      case 'expire-sync-tokens':
        return google.expireSyncTokens(account);
      case 'expire-tokens':
        return google.expireAccessTokens(account);
      case 'revoke':
        return google.endGrant(account);
    }
  }
}

type EventRecord = ReturnType<World['google']['events']>[number];
const at = (time: EventRecord['content']['start']): Date => new Date('instant' in time ? time.instant : time.date);

const seenEvent = ({ id, content: { summary = '', start, end, status } }: EventRecord) => ({
  ...{ id, title: summary, start: at(start), end: at(end) },
  isCancelled: status === 'cancelled',
});
