import { DomainError, silentLog, type Clock, type Ids, type Randomness, type UnitOfWork } from '@kalends/kernel';
import { Emulator, people, plant } from '@kalends/google-emulator';
import { MemoryDatabase, MemoryUnitOfWork, type TableOf } from '@kalends/memory';
import type { CalendarLink } from '../../src/link/domain/calendar-link';
import { composeEngine, type Engine } from '../../src/engine';
import { leaseMs } from '../../src/lease-keeper';
import { silentSignals } from '../../src/signals';
import type { GoogleCalendar } from '../../src/google/app/google-calendar';
import type { SyncTx } from '../../src/sync-tx';
import type { TokenBroker } from '../../src/broker/app/token-broker';
import { startJobs } from '../../src/job/app/start-jobs';
import { InProcessGoogleCalendar, memoryLinkTx } from '../../src/memory';
import { Interruptions } from './interruptions';
import { MemoryScheduling } from './memory-scheduling';

export const tenantId = '00000000-0000-7000-8000-000000000001';
export const resourceId = '00000000-0000-7000-8000-0000000000aa';
export const account = 'anna@example.com';

export interface RealParts {
  readonly unitOfWork?: UnitOfWork<SyncTx>;
  readonly emulator?: Emulator;
  readonly google?: GoogleCalendar;
  readonly pushAddress?: string | null;
}

export const seed = {
  clients: [{ id: 'client', secret: 'secret', name: 'Kalends' }],
  accounts: [
    {
      email: account,
      name: 'Anna',
      timeZone: 'Europe/Berlin',
      calendars: [
        { summary: 'Anna', events: [] },
        { summary: 'Work', events: [] },
      ],
    },
  ],
};

/** The engine with everything around it in one process, under a clock that stands still until it is moved. */
export class World {
  time = new Date('2026-11-21T08:00:00Z');
  readonly emulator: Emulator;
  readonly scheduling = new MemoryScheduling();
  /** For what is not the engine's doing: it passes no gate. */
  readonly unitOfWork: UnitOfWork<SyncTx>;
  readonly gate = new Interruptions();
  readonly engine: Engine;
  /** What the broker says of the consent. */
  consent: 'given' | 'revoked' = 'given';
  link!: CalendarLink;
  readonly calendarId = 'c_annaexamplecomwork@group.calendar.google.com';
  private readonly database = new MemoryDatabase();
  private readonly clock: Clock = { now: () => this.time };
  private count = 0;

  /** @param real parts that stand for those in memory */
  constructor(real: RealParts = {}) {
    const { pushAddress = 'https://kalends.test/hooks/google' } = real;
    const clock = { now: () => this.time.getTime() };
    const random = { fraction: () => 0.5, id: (length: number) => String(++this.count).padStart(length, '0') };
    const journal = { append: () => {} };
    this.emulator = real.emulator ?? new Emulator({ clock, random, journal, onPushQueued: () => {} });
    this.emulator.run((context) => {
      plant(context, seed);
      context.state.settings.put('', 'settings', { userCallsPerMinute: 1e6, projectCallsPerMinute: 1e6 });
    });
    const stores = memoryLinkTx(this.clock);
    this.unitOfWork = real.unitOfWork ?? new MemoryUnitOfWork(this.database, stores);
    // Nothing here is ever slow enough for a time-out.
    const caller = { gate: this.gate, timer: { after: () => () => {} } };
    const ids: Ids = { next: () => this.uuid() };
    const randomness: Randomness = { fraction: () => 0.5, token: () => `token-${this.uuid()}` };
    this.engine = composeEngine({
      unitOfWork: real.unitOfWork ?? new MemoryUnitOfWork(this.database, stores, this.gate),
      google: real.google ?? new InProcessGoogleCalendar(this.emulator, caller),
      broker: this.gate.through(this.broker()),
      scheduling: this.gate.through(this.scheduling),
      clock: this.clock,
      ids,
      randomness,
      log: silentLog,
      signals: silentSignals,
      settings: { pollMs: 300_000, compareMs: 86_400_000, pushAddress },
    });
  }

  uuid(): string {
    return `00000000-0000-7000-9000-${String(++this.count).padStart(12, '0')}`;
  }

  /** Links the work calendar with the resource, exports and reads it. */
  async linked(mode: CalendarLink['mode'] = 'two-way'): Promise<this> {
    this.link = await this.unitOfWork.run(tenantId, async (tx) => {
      const link = await tx.links.add({
        tenantId,
        id: this.uuid(),
        resourceId,
        branchId: this.uuid(),
        grantId: this.uuid(),
        calendarId: this.calendarId,
        calendarSummary: 'Work',
        calendarTimeZone: 'Europe/Berlin',
        createdByKalends: false,
        mode,
        state: 'linking',
        reason: null,
        syncFrom: this.time,
        syncToken: null,
        toExport: null,
        deletionsApproved: false,
        lastSuccessAt: null,
        createdAt: this.time,
      });
      await startJobs(tx, link, this.time);
      return link;
    });
    await this.settle();
    return this;
  }

  /** Everything that is due now, until nothing is. */
  async settle(): Promise<void> {
    for (let done = 1; done > 0;) done = (await this.deliver()) + (await this.jobs()) + (await this.write());
  }

  /** The process dies at its `count`-th half call through a port, and another one begins `afterMs` later: its leases have run out. */
  async dieAt(count: number, afterMs = leaseMs): Promise<'died' | 'survived'> {
    const died = this.gate.light(count);
    const outcome = await Promise.race([died, this.settle().then(() => 'survived' as const)]);
    this.gate.putOut();
    this.database.disconnect(this.gate);
    await this.pass(afterMs, leaseMs);
    return outcome;
  }

  /** Lets time pass in steps, as workers would see it. */
  async pass(ms: number, stepMs = 1_000): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      this.time = new Date(this.time.getTime() + stepMs);
      await this.settle();
    }
  }

  /** What scheduling has told arrives. */
  async deliver(): Promise<number> {
    const told = this.scheduling.told.splice(0);
    for (const { appointment, released, causedBy } of told)
      await this.unitOfWork.run(tenantId, (tx) => this.engine.hear.handle(tx, appointment, released, causedBy));
    return told.length;
  }

  async write(): Promise<number> {
    return drain(() => this.engine.outward.step());
  }

  async jobs(): Promise<number> {
    return drain(() => this.engine.jobs.step());
  }

  /** The calendar has news. */
  async push(): Promise<void> {
    const { tenantId: tenant, id, grantId } = this.link;
    await this.unitOfWork.run(tenant, (tx) =>
      tx.jobs.request({ tenantId: tenant, linkId: id, grantId, job: 'pull', dueAt: this.time }),
    );
  }

  /** The person's own calendar page. */
  person(operation: string, eventId: string | null, body?: unknown): Record<string, unknown> {
    const params = { calendarId: this.calendarId, ...(eventId !== null && { eventId }) };
    return this.emulator.person(account, `calendar.events.${operation}`, { params, body }).body as Record<
      string,
      unknown
    >;
  }

  /** Google keeps no trace of what was deleted, and wants all to be read anew. */
  forgetDeleted(): void {
    this.emulator.run((context) => {
      people.forgetOldTombstones(context, this.calendarId, 0);
      people.expireSyncTokens(context, this.calendarId);
    });
  }

  /** Events that the person sees. */
  events(): { id: string; summary: string; start: { dateTime?: string }; status: string }[] {
    const query = { singleEvents: 'false', showDeleted: 'false', maxResults: '2500' };
    const params = { calendarId: this.calendarId };
    const { body } = this.emulator.person(account, 'calendar.events.list', { params, query });
    return (body as { items: ReturnType<World['events']> }).items;
  }

  /** Successful writes to Google so far. */
  writes(): number {
    return this.emulator.log
      .find({ writes: true })
      .filter(({ operation, status }) => operation.includes('events.') && !operation.includes('watch') && status < 300)
      .length;
  }

  /** What the database has. */
  rows<Row>(table: TableOf<Row>): readonly Row[] {
    return this.database.rows(table);
  }

  async currentLink(): Promise<CalendarLink> {
    return (await this.unitOfWork.run(tenantId, (tx) => tx.links.get(this.link.id)))!;
  }

  private broker(): TokenBroker {
    let token: string | null = null;
    return {
      accessFor: async () => {
        if (this.consent === 'revoked') return { is: 'needs-consent', reason: 'revoked' };
        token ??= this.issue();
        return { is: 'access', token, grantId: this.link.grantId };
      },
      rejected: async () => void (token = null),
    };
  }

  private issue(): string {
    const record = {
      token: `access-${this.uuid()}`,
      account,
      clientId: 'client',
      scopes: ['https://www.googleapis.com/auth/calendar'],
      expiresAt: this.time.getTime() + 365 * 86_400_000,
    };
    return this.emulator.run((context) => context.state.accessTokens.put('', record.token, record)).result.token;
  }
}

async function drain(step: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let done = await step(); done > 0; done = await step()) {
    total += done;
    if (total > 2_000) throw new DomainError('internal', 'test/never-settles', 'It never comes to rest.');
  }
  return total;
}
