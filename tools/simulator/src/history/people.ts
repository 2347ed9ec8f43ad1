import type { AppointmentContent, CalendarTime } from '@kalends/calendar';
import type { User } from '@kalends/access';
import { isDomainError } from '@kalends/kernel';
import type { EventRecord } from '@kalends/google-emulator';
import type { Party } from '../schedule/schedule';
import { accounts, type Account } from '../world/google';
import type { World } from '../world/world';
import type { Acknowledged } from './ledger';
import type { Act, Repeats, Slot } from './step';

const hour = 60 * 60 * 1000;
const zone = 'Europe/Berlin';
const person = (name: string): Party => ({ name, isDead: false, isFrozen: false });
const receptionist = person('receptionist');
const customer = person('customer');
const administrator = person('administrator');

/** How often a customer repeats a booking that was not answered, with the same key. */
const patience = 5;

type Of<D extends Act['do']> = Extract<Act, { do: D }>;

/** What people do here and in Google. Each edit has words of its own, so that it can be told later what became of it. */
export class People {
  readonly acknowledged: Acknowledged[] = [];
  private words = 0;

  constructor(private readonly world: World) {}

  book({ who, resource, also, slot, repeats }: Of<'book'>): void {
    const { world } = this;
    const appointmentId = world.ids.next();
    const commandId = `${who}-${(this.words += 1)}`;
    const resourceIds = [
      ...new Set([resource, also].map((which) => world.resources[which % world.resources.length]!.id)),
    ];
    const content = this.content(slot, repeats);
    const given = {
      branchId: '',
      resourceIds,
      customerIds: [],
      templateId: null,
      content,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
    };
    const order = () =>
      world.scheduling.ask(({ appointments }) =>
        appointments.create.execute(this.envelope(commandId, null, who === 'customer'), appointmentId, given),
      );
    this.start(who === 'customer' ? customer : receptionist, commandId, order, who === 'customer' ? patience : 1);
  }

  change(
    act: Of<'move' | 'move-date' | 'retitle' | 'cancel' | 'cancel-date' | 'restore' | 'complete' | 'reassign'>,
  ): void {
    const { world } = this;
    const there = world.appointments();
    const appointment = there[act.item % there.length];
    if (!appointment) return;
    const { id, version, content } = appointment;
    const commandId = `receptionist-${(this.words += 1)}`;
    const envelope = this.envelope(commandId, version, false);
    const date = content.recurrence ? content.start : undefined;
    const order = () =>
      world.scheduling.ask(({ appointments: commands }) => {
        switch (act.do) {
          case 'move':
            return commands.move.execute(envelope, id, this.times(act.slot));
          case 'move-date':
            return commands.move.execute(envelope, id, { ...this.times(act.slot), recurrenceId: date });
          case 'retitle':
            return commands.change.execute(envelope, id, { content: { title: this.word() } });
          case 'reassign': {
            const { start, end } = content;
            const resourceIds = [world.resources[act.resource % world.resources.length]!.id];
            return commands.move.execute(envelope, id, { start, end, resourceIds });
          }
          case 'cancel':
            return commands.cancel.execute(envelope, id, {});
          case 'cancel-date':
            return commands.cancel.execute(envelope, id, { recurrenceId: date });
          case 'restore':
            return commands.restore.execute(envelope, id, 0);
          case 'complete':
            return commands.complete.execute(envelope, id, { noShow: false });
        }
      });
    this.start(receptionist, commandId, order, 1);
  }

  administer(act: Of<'link' | 'unlink' | 'sync-now' | 'branch-switch' | 'access-given'>): void {
    const { world } = this;
    if (act.do === 'branch-switch') {
      const by = { tenantId: world.tenantId, userId: world.userId };
      const { version } = world.branch();
      return this.ask(administrator, act.do, () =>
        world.scheduling.ask(({ branches }) =>
          branches.change.execute(by, world.branchId, version, { googleSyncEnabled: act.on }),
        ),
      );
    }
    const resource = world.resources[act.resource % world.resources.length]!;
    const account = accounts[act.resource % accounts.length]!;
    if (act.do === 'access-given') return this.ask(administrator, act.do, () => this.consent(resource.id, account));
    if (act.do === 'link') {
      return this.ask(administrator, act.do, async () => {
        await this.consent(resource.id, account);
        await this.link(resource.id, { id: account.calendarId }, act.mode, act.reset);
      });
    }
    const link = world.links().find(({ resourceId, state }) => resourceId === resource.id && state !== 'gone');
    if (!link) return;
    this.ask(administrator, act.do, () =>
      world.googleSync.ask<unknown>(async ({ links, engine }) => {
        if (act.do === 'sync-now') return engine.syncNow.run(world.tenantId, link.id);
        if (act.google === 'leave') return links.disconnect.execute(this.user(), link, 'leave');
        const { confirmation } = await links.previewDisconnect.execute(this.user(), link);
        return links.disconnect.execute(this.user(), link, act.google, confirmation);
      }),
    );
  }

  /** The whole trip to Google's page and back. */
  async consent(resourceId: string, account: Account): Promise<void> {
    const { tenantId, userId, oauthConsent, google } = this.world;
    const command = { tenantId, userId, resourceId, plan: 'existing', shareAccount: true } as const;
    const { authorizationUrl } = await oauthConsent.ask(({ startConsent }) => startConsent.execute(command));
    const back = google.consent(account, authorizationUrl);
    await oauthConsent.ask(({ completeConsent }) => completeConsent.execute({ tenantId, userId, ...back }));
  }

  link(resourceId: string, calendar: { id: string }, mode: 'two-way' | 'export', isReset: boolean): Promise<unknown> {
    return this.world.googleSync.ask(async ({ links }) => {
      const user = this.user();
      const resource = await links.resources.getSyncable(user, resourceId);
      const preview = isReset ? await links.previewLink.execute({ user, resource, calendar, mode }) : null;
      return links.create.execute({ user, resource, calendar, mode, ...(preview && { reset: preview.confirmation }) });
    });
  }

  /** The administrator has seen what would be deleted and wants it. */
  approve(linkId: string): void {
    const { tenantId, googleSync } = this.world;
    this.ask(administrator, 'approve', () =>
      googleSync.ask(({ engine }) => engine.syncNow.approveDeletions(tenantId, linkId)),
    );
  }

  private user(): User {
    const { userId: id, tenantId } = this.world;
    return { id, tenantId, name: 'Olga', roles: [{ role: 'owner' }] };
  }

  /** Somebody who tries once and leaves it if it fails. */
  private ask(who: Party, what: string, order: () => Promise<unknown>): void {
    const { schedule } = this.world;
    const tried = schedule
      .turn(who, `asks for ${what}`)
      .then(order)
      .catch((error: unknown) => (isDomainError(error) ? undefined : this.world.wrong(error)));
    schedule.start(tried);
  }

  inGoogle(act: Extract<Act, { calendar: number }>): void {
    const { google } = this.world;
    const account = accounts[act.calendar % accounts.length]!;
    if (act.do === 'sync-tokens-expire') return google.expireSyncTokens(account);
    if (act.do === 'calendar-deleted')
      return google.person(account, 'calendar.calendars.delete', { params: { calendarId: account.calendarId } });
    if (act.do === 'google-create') {
      const recurrence = recurrenceOf(act.repeats);
      const body = {
        summary: this.word(),
        ...this.googleTimes(act.slot),
        ...(recurrence && { recurrence: [recurrence] }),
      };
      return google.person(account, 'calendar.events.insert', { params: { calendarId: account.calendarId }, body });
    }
    const events = google.events(account.calendarId);
    const event = events[act.event % events.length];
    if (event) this.changeEvent(account, event, act);
  }

  private changeEvent(
    account: Account,
    event: EventRecord,
    act: Exclude<Extract<Act, { calendar: number; event: number }>, never>,
  ): void {
    const { google } = this.world;
    const isThere = event.content.status !== 'cancelled';
    const target = (id = event.id) => ({ params: { calendarId: account.calendarId, eventId: id } });
    const patch = (body: object, id = event.id): void =>
      google.person(account, 'calendar.events.patch', { ...target(id), body });
    if (act.do === 'google-restore') {
      if (!isThere) google.restore(account, event.id);
      return;
    }
    if (!isThere) return;
    switch (act.do) {
      case 'google-drag':
        return patch(this.googleTimes(act.slot));
      case 'google-resize':
        return patch({ end: googleTime(endOf(event) + hour / 2) });
      case 'google-retitle':
        return patch({ summary: this.word() });
      case 'google-delete':
        return google.person(account, 'calendar.events.delete', target());
      case 'google-duplicate':
        return google.duplicate(account, event.id);
      case 'google-drag-date':
      case 'google-delete-date': {
        const date = google.dateOf(account, event, act.event);
        if (date === null) return;
        if (act.do === 'google-drag-date') return patch(this.googleTimes(act.slot), date);
        return google.person(account, 'calendar.events.delete', target(date));
      }
    }
  }

  /** Somebody waits for the answer; what was acknowledged is written down. */
  private start(
    who: Party,
    commandId: string,
    order: () => Promise<{ appointment: { id: string; version: number } }>,
    tries: number,
  ): void {
    const { schedule } = this.world;
    schedule.start(
      (async () => {
        for (let left = tries; left > 0; left -= 1) {
          await schedule.turn(who, `asks ${commandId}`);
          try {
            const { appointment } = await order();
            await schedule.turn(who, `hears of ${commandId}`);
            this.acknowledged.push({ commandId, appointmentId: appointment.id, version: appointment.version });
            return;
          } catch (error) {
            if (!isDomainError(error)) throw error;
            if (error.kind !== 'unavailable') return;
            await schedule.pause(who, 2_000, `repeats ${commandId}`);
          }
        }
      })().catch((error: unknown) => this.world.wrong(error)),
    );
  }

  private envelope(commandId: string, expectedVersion: number | null, isCustomer: boolean) {
    const origin: 'booking' | 'planner' = isCustomer ? 'booking' : 'planner';
    const actor = { kind: isCustomer ? ('customer' as const) : ('user' as const), id: 'somebody' };
    return {
      tenantId: this.world.tenantId,
      commandId,
      requestHash: null,
      expectedVersion,
      origin,
      actor,
      branches: 'all' as const,
      cause: { kind: `${origin}/asked`, details: {} },
      capacityPolicy: 'refuse' as const,
      conflicts: [],
    };
  }

  private word(): string {
    return `word ${(this.words += 1)}`;
  }

  private content(slot: Slot, repeats: Repeats): AppointmentContent {
    const rule = recurrenceOf(repeats);
    return {
      title: this.word(),
      description: '',
      location: '',
      ...this.times(slot),
      transparency: 'opaque',
      visibility: 'default',
      recurrence: rule === null ? null : { rule: rule.slice('RRULE:'.length), rdates: [], exdates: [] },
      overrides: [],
    };
  }

  /** Five places on each of four days, an hour each; the last one is yesterday's. */
  private startOf(slot: Slot): number {
    if (slot === 20) return this.world.begins - 24 * hour;
    return this.world.begins + (1 + Math.floor(slot / 5)) * 24 * hour + (slot % 5) * hour;
  }

  private times(slot: Slot): { start: CalendarTime; end: CalendarTime } {
    const start = this.startOf(slot);
    return { start: kalendsTime(start), end: kalendsTime(start + hour) };
  }

  private googleTimes(slot: Slot): { start: object; end: object } {
    const start = this.startOf(slot);
    return { start: googleTime(start), end: googleTime(start + hour) };
  }
}

const recurrenceOf = (repeats: Repeats): string | null =>
  repeats === 'once' ? null : repeats === 'weekly' ? 'RRULE:FREQ=WEEKLY;COUNT=3' : 'RRULE:FREQ=DAILY;COUNT=4';

const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
const kalendsTime = (instant: number): CalendarTime => ({ at: iso(instant), zone });
const googleTime = (instant: number): object => ({ dateTime: iso(instant), timeZone: zone });
const endOf = ({ content: { end } }: EventRecord): number => Date.parse('instant' in end ? end.instant : end.date);
