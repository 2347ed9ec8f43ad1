import { create, fromBinary } from '@bufbuild/protobuf';
import {
  ConsentChangedSchema,
  ConsentState,
  GetResourceResponseSchema,
  SchedulingService,
  topics,
} from '@kalends/contracts';
import { answerConsent, Emulator, plant, postForm, unsignedIdTokens } from '@kalends/google-emulator';
import { silentLog } from '@kalends/kernel';
import { MemoryBus, MemoryDatabase, type Gate, type MemoryProcess } from '@kalends/memory';
import { outboxTable } from '@kalends/outbox/memory';
import { inProcessClient } from '@kalends/rpc';
import {
  inProcessGoogle,
  MemoryVault,
  oauthConsentProcess,
  oauthConsentTables,
  rpcClientTo,
  type OauthConsentProcess,
} from '../src/memory';

const [tenantId, userId, resourceId] = ['1', '2', '3'].map((n) => `00000000-0000-7000-8000-00000000000${n}`) as [
  string,
  string,
  string,
];
const client = { id: 'client', secret: 'secret', redirectUri: 'http://localhost/callback' };
const account = 'anna@example.com';
const seed = {
  clients: [{ ...client, name: 'Kalends' }],
  accounts: [{ email: account, name: 'Anna', timeZone: 'Europe/Berlin', calendars: [{ summary: 'Anna', events: [] }] }],
};
const none = (): never => {
  throw new Error('Nobody asks for this here.');
};

/** One process of oauth-consent with Google's core beside it. */
class Surroundings {
  now = Date.parse('2026-11-21T08:00:00Z');
  readonly database = new MemoryDatabase();
  readonly emulator: Emulator;
  readonly service: OauthConsentProcess;
  readonly calls: string[] = [];
  readonly gate: Gate = {
    pass: async (call, effect) => {
      if (/^(google|oauth|rpc)\./.test(call)) this.calls.push(call);
      return effect();
    },
  };
  readonly timer = { after: () => () => {} };
  private count = 0;

  constructor() {
    const id = (length: number): string => String((this.count += 1)).padStart(length, '0');
    const clock = { now: () => new Date(this.now) };
    this.emulator = new Emulator({
      clock: { now: () => this.now },
      random: { fraction: () => 0.5, id },
      journal: { append: () => {} },
      onPushQueued: () => {},
      idTokens: unsignedIdTokens,
    });
    this.emulator.run((context) => plant(context, seed));
    const bus = new MemoryBus(Object.values(topics));
    const { gate, timer, emulator } = this;
    const process: MemoryProcess = {
      ...{ database: this.database, gate, clock, timer, log: silentLog },
      ids: { next: () => `00000000-0000-7000-9000-${id(12)}` },
      randomness: { fraction: () => 0.5, token: id },
      producer: bus.producer(gate),
      consumer: (options) => bus.consumer(options, { gate, owner: gate, clock }),
    };
    const google = {
      call: emulator.call.bind(emulator),
      post: (endpoint: 'token' | 'revoke', form: object) => postForm(emulator, endpoint, { ...form }),
    };
    const scheduling = {
      ...{ applyCommand: none, getAppointment: none, streamResourceAppointments: none },
      getResource: async () => create(GetResourceResponseSchema, {}),
    };
    this.service = oauthConsentProcess(process, {
      ...inProcessGoogle(google, client, process),
      vault: new MemoryVault(),
      scheduling: inProcessClient(SchedulingService, 'scheduling', scheduling, process),
    });
  }

  async consent(ticked?: readonly string[] | null): Promise<string> {
    const wish = { tenantId, userId, resourceId, plan: 'create', shareAccount: false } as const;
    const { authorizationUrl } = await this.service.startConsent.execute(wish);
    const { searchParams } = answerConsent(this.emulator, authorizationUrl, account, ticked);
    const answered = (name: string): string | null => searchParams.get(name);
    const answer = { state: answered('state')!, code: answered('code'), error: answered('error') };
    return (await this.service.completeConsent.execute({ tenantId, userId, ...answer })).outcome;
  }

  told(): string[] {
    const rows = this.database.rows(outboxTable);
    return rows.map(({ payload }) => ConsentState[fromBinary(ConsentChangedSchema, payload).state]);
  }
}

describe('a process of oauth-consent in memory', () => {
  it('asks Google for what a person has granted and hands out tokens that Google takes', async () => {
    const world = new Surroundings();
    expect(await world.consent()).toBe('granted');
    const broker = rpcClientTo(() => world.service, world);
    const { result } = await broker.getAccessToken({ tenantId, resourceId });
    expect(result.case).toBe('token');
    const made = await broker.createCalendar({ tenantId, resourceId, summary: 'Work', timeZone: 'Europe/Berlin' });
    const { calendar } = await broker.getCalendar({ tenantId, resourceId, calendarId: made.calendar!.id });
    expect(calendar).toMatchObject({ summary: 'Work', selectable: true, createdByKalends: true });
    expect(world.calls).toEqual([
      'oauth.token',
      'rpc.oauth-consent.getAccessToken',
      'oauth.token',
      'rpc.oauth-consent.createCalendar',
      'google.calendars.insert',
      'rpc.oauth-consent.getCalendar',
      'google.calendarList.get',
    ]);
  });

  it('says what a person has not granted', async () => {
    const world = new Surroundings();
    expect(await world.consent(null)).toBe('denied');
    expect(await world.consent([])).toBe('denied');
    await expect(
      rpcClientTo(() => world.service, world).getCalendar({ tenantId, resourceId, calendarId: 'x' }),
    ).rejects.toMatchObject({ code: 'consent/needed' });
    expect(world.told()).toEqual([]);
  });

  it('S39: notes once that Google has ended the grant', async () => {
    const world = new Surroundings();
    await world.consent();
    world.emulator.run(({ state }) => state.refreshTokens.clear());
    const broker = rpcClientTo(() => world.service, world);
    const ask = async () => (await broker.getAccessToken({ tenantId, resourceId })).result;
    expect([await ask(), await ask()]).toMatchObject([{ case: 'needsConsent' }, { value: { reason: 'revoked' } }]);
    expect(world.told()).toEqual(['GRANTED', 'NEEDS_CONSENT']);
  });

  it('has a token to give back once the last consent is withdrawn, and tries again when Google is away', async () => {
    const world = new Surroundings();
    const [revocations] = world.service.parts;
    await world.consent();
    expect(revocations!.due()).toBeNull();
    world.emulator.faults.add({ path: '/revoke', times: 1, when: 'before', status: 503 });
    await world.service.withdrawConsent.execute({ tenantId, resourceId });
    expect(revocations!.due()).toBe(world.now);
    await revocations!.run();
    expect(revocations!.due()).toBeGreaterThan(world.now);
    world.now = revocations!.due()!;
    await revocations!.run();
    expect(world.database.rows(oauthConsentTables.revocations)).toEqual([]);
    expect(world.emulator.state.grants.all()).toEqual([]);
  });
});
