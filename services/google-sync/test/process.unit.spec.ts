import { create, toBinary } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { contentToProto } from '@kalends/calendar';
import {
  aggregateKey,
  AppointmentChangedSchema,
  GetAccessTokenResponseSchema,
  SchedulingService,
  TokenBrokerService,
  topics,
} from '@kalends/contracts';
import { Emulator, plant } from '@kalends/google-emulator';
import { eventHeaders } from '@kalends/kafka';
import { silentLog } from '@kalends/kernel';
import { MemoryBus, MemoryDatabase, type Gate, type MemoryProcess } from '@kalends/memory';
import { inProcessClient, type RpcImplementation } from '@kalends/rpc';
import { startJobs } from '../src/job/app/start-jobs';
import { keepEveryMs, leaseMs } from '../src/lease-keeper';
import {
  googleSyncProcess,
  googleSyncTables,
  InProcessCalendarRemover,
  InProcessGoogleCalendar,
  type GoogleSyncProcess,
} from '../src/memory';
import { appointment } from './memory/contents';
import { account, resourceId, seed, tenantId } from './memory/world';

const calendarId = 'c_annaexamplecomwork@group.calendar.google.com';
const none = (): never => {
  throw new Error('Nobody asks for this here.');
};

/** Two processes of google-sync with their database, bus, Google and token broker. */
class Surroundings {
  now = Date.parse('2026-11-21T08:00:00Z');
  readonly database = new MemoryDatabase();
  readonly bus = new MemoryBus(Object.values(topics));
  readonly emulator: Emulator;
  private count = 0;

  constructor() {
    const random = { fraction: () => 0.5, id: (length: number) => String((this.count += 1)).padStart(length, '0') };
    const journal = { append: () => {} };
    this.emulator = new Emulator({ clock: { now: () => this.now }, random, journal, onPushQueued: () => {} });
    this.emulator.run((context) => {
      plant(context, seed);
      const scopes = ['https://www.googleapis.com/auth/calendar'];
      const token = { token: 'access', account, clientId: 'client', scopes, expiresAt: this.now + 86_400_000 };
      context.state.accessTokens.put('', token.token, token);
    });
  }

  id(): string {
    return `00000000-0000-7000-9000-${String((this.count += 1)).padStart(12, '0')}`;
  }

  async process(gate: Gate): Promise<GoogleSyncProcess> {
    const clock = { now: () => new Date(this.now) };
    const timer = { after: () => () => {} };
    const process: MemoryProcess = {
      ...{ database: this.database, gate, clock, timer, log: silentLog },
      ids: { next: () => this.id() },
      randomness: { fraction: () => 0.5, token: () => `token-${this.id()}` },
      producer: this.bus.producer(gate),
      consumer: (options) => this.bus.consumer(options, { gate, owner: gate, clock }),
    };
    const made = googleSyncProcess(process, {
      google: new InProcessGoogleCalendar(this.emulator, process),
      remover: new InProcessCalendarRemover(this.emulator, process),
      scheduling: inProcessClient(SchedulingService, 'scheduling', this.scheduling, process),
      broker: inProcessClient(TokenBrokerService, 'oauth-consent', this.broker, process),
      settings: { pollMs: 300_000, compareMs: 86_400_000, pushAddress: 'https://kalends.test/hooks/google' },
    });
    await made.source.start(() => {});
    return made;
  }

  /** Links the resource with the work calendar, as CreateLink does. */
  async link({ unitOfWork }: GoogleSyncProcess): Promise<void> {
    const createdAt = new Date(this.now);
    const ids = { id: this.id(), branchId: this.id(), grantId: this.id() };
    const calendar = {
      calendarId,
      calendarSummary: 'Work',
      calendarTimeZone: 'Europe/Berlin',
      createdByKalends: false,
    };
    const facts = { mode: 'two-way', state: 'linking', reason: null, syncFrom: createdAt, syncToken: null } as const;
    const rest = { toExport: null, deletionsApproved: false, lastSuccessAt: null, createdAt };
    await unitOfWork.run(tenantId, async (tx) => {
      const link = await tx.links.add({ tenantId, resourceId, ...ids, ...calendar, ...facts, ...rest });
      await startJobs(tx, link, createdAt);
    });
  }

  /** What scheduling's relay would send. */
  async tell(id: string, title: string, version: number): Promise<void> {
    const event = { eventId: this.id(), tenantId, aggregateId: id, version };
    const content = contentToProto(appointment({ title }));
    const value = toBinary(
      AppointmentChangedSchema,
      create(AppointmentChangedSchema, {
        eventId: event.eventId,
        appointment: { id, version, resourceIds: [resourceId], content },
      }),
    );
    const record = { topic: topics.appointmentChanged.name, key: aggregateKey(tenantId, id), value };
    await this.bus
      .producer({ pass: async (_call, effect) => effect() })
      .send([{ ...record, headers: eventHeaders(event) }]);
  }

  /** Runs what is due now, until nothing is. */
  async settle(...processes: readonly GoogleSyncProcess[]): Promise<void> {
    for (let done = 1; done > 0;) {
      done = 0;
      for (const { inbox, parts } of processes) {
        done += await inbox.processAll();
        for (const part of parts) if ((part.due() ?? Infinity) <= this.now) done += await part.run();
      }
    }
  }

  titles(): string[] {
    const events = this.emulator.state.events.of(calendarId);
    return events.map(({ content }) => content.summary ?? '');
  }

  private readonly scheduling: RpcImplementation<typeof SchedulingService> = {
    applyCommand: none,
    getAppointment: none,
    getResource: none,
    streamResourceAppointments: async function* () {},
  };

  private readonly broker: RpcImplementation<typeof TokenBrokerService> = {
    getAccessToken: async () => {
      const expiresAt = timestampFromDate(new Date(this.now + 3_600_000));
      const value = { value: 'access', expiresAt, scopes: [], grantId: this.id() };
      return create(GetAccessTokenResponseSchema, { result: { case: 'token', value } });
    },
    reportRejectedToken: none,
    getCalendar: none,
    createCalendar: none,
  };
}

const open = (): Gate => ({ pass: async (_call, effect) => effect() });

describe('processes of google-sync in memory', () => {
  it('write to Google what the bus tells, whichever of them hears it, and tell of their link', async () => {
    const world = new Surroundings();
    const [a, b] = [await world.process(open()), await world.process(open())];
    await world.link(a);
    await world.settle(a, b);
    for (let n = 10; n < 20; n += 1) await world.tell(`00000000-0000-7000-8000-0000000001${n}`, `v${n}`, 1);
    await world.settle(a, b);
    expect(world.titles().sort()).toEqual(Array.from({ length: 10 }, (_, n) => `v${n + 10}`));
    expect(world.database.rows(googleSyncTables.links)).toMatchObject([{ state: 'live' }]);
    expect(a.parts.map(({ name, due }) => [name, due() === null || due()! > world.now])).toEqual([
      ['outward', true],
      ['jobs', true],
      ['outbox-relay', true],
      ['leases', true],
    ]);
  });

  it('S12: take over what a killed one held once its lease is over, and hold their own while they work', async () => {
    const world = new Surroundings();
    let isDead = false;
    const mortal: Gate = {
      pass: (call, effect) => {
        isDead ||= call === 'google.events.insert';
        return isDead ? new Promise(() => {}) : Promise.resolve(effect());
      },
    };
    const [a, b] = [await world.process(mortal), await world.process(open())];
    await world.link(b);
    await world.settle(b);
    await world.tell('00000000-0000-7000-8000-000000000100', 'Left', 1);
    await b.inbox.processAll();
    await a.inbox.processAll();
    const [outward, , , leases] = a.parts;
    void outward!.run();
    await new Promise((resolve) => setImmediate(resolve));
    expect(leases!.due()).toBe(world.now + keepEveryMs);
    world.database.disconnect(mortal);
    world.bus.disconnect(mortal);
    expect(b.parts[0]!.due()).toBe(world.now + leaseMs);
    world.now += leaseMs;
    await world.settle(b);
    expect(world.titles()).toEqual(['Left']);
  });
});
