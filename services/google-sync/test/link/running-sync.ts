import { create, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { aggregateKey, topics, type EventName } from '@kalends/contracts';
import { startEmulator, type RunningEmulator } from '@kalends/google-emulator';
import { claimPort } from '@kalends/infra';
import { createKafka, eventHeaders } from '@kalends/kafka';
import { uuidv7 } from '@kalends/kernel';
import { Service } from '@kalends/service-host';
import {
  eventually,
  testDatabase,
  testIdentities,
  testKafka,
  type TestDatabase,
  type TestIdentities,
  type TestKafka,
  type TestUser,
} from '@kalends/testing';
import { Client } from 'pg';
import type { LinkView } from '../../src/link/app/link-view';
import { googleSync } from '../../src/google-sync.service';
import { brokerStandIn, known, schedulingStandIn, type KnownResource } from './stand-ins';

const freePort = (): Promise<number> => claimPort(0, 'a service', '');
const day = 86_400_000;

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The whole service with Postgres, Kafka and the Google emulator; scheduling and the token broker are stand-ins. */
export class RunningSync {
  readonly tenant = uuidv7.next();
  readonly branch = uuidv7.next();
  readonly user = uuidv7.next();
  private versions = 100;

  private constructor(
    private readonly identities: TestIdentities,
    readonly emulator: RunningEmulator,
    private readonly database: TestDatabase,
    private readonly kafka: TestKafka,
    private readonly services: readonly Service[],
    private readonly base: string,
    private readonly admin: Client,
  ) {}

  static async start(): Promise<RunningSync> {
    const identities = await testIdentities('google-sync', 'scheduling', 'oauth-consent');
    const [emulator, database, kafka] = await Promise.all([
      startEmulator({ port: 0 }),
      testDatabase('google-sync'),
      testKafka(),
    ]);
    const [http, scheduling, broker] = [await freePort(), await freePort(), await freePort()];
    const base = `http://127.0.0.1:${http}`;
    const hostOf = (name: string, httpPort: number, grpcPort: number) => ({
      ...identities.environment(name),
      ...{ BIND_ADDRESS: '127.0.0.1', PUBLIC_URL: base, LOG_LEVEL: 'silent' },
      ...{ HTTP_PORT: String(httpPort), GRPC_PORT: String(grpcPort) },
    });
    known.google = emulator.url;
    known.tokenFor = (account) => accessToken(emulator.url, account);
    const services = [
      await Service.create(schedulingStandIn, hostOf('scheduling', 0, scheduling)),
      await Service.create(brokerStandIn, hostOf('oauth-consent', 0, broker)),
      await Service.create(googleSync, {
        ...hostOf('google-sync', http, 0),
        SCHEDULING_GRPC_URL: `127.0.0.1:${scheduling}`,
        OAUTH_CONSENT_GRPC_URL: `127.0.0.1:${broker}`,
        DATABASE_URL: database.url,
        KAFKA_BROKERS: kafka.brokers,
        KALENDS_TOPIC_PREFIX: kafka.prefix,
        GOOGLE_API_ROOT_URL: emulator.url,
      }),
    ] as unknown as Service[];
    for (const service of services) await service.start();
    const admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    return new RunningSync(identities, emulator, database, kafka, services, base, admin);
  }

  async stop(): Promise<void> {
    for (const service of this.services.toReversed()) await service.stop();
    await this.admin.end();
    await this.emulator.close();
    this.identities.close();
    await this.database.drop();
    await this.kafka.drop();
  }

  /** A resource with as many appointments, one a day from tomorrow on. */
  resource(account: string | null, appointments = 0, facts: Partial<KnownResource> = {}): string {
    const id = uuidv7.next();
    const start = (index: number): Date => new Date(Math.ceil(Date.now() / day) * day + index * day + 9 * 3_600_000);
    known.resources.set(id, {
      ...{ tenantId: this.tenant, branchId: this.branch, account, grantId: uuidv7.next() },
      appointments: Array.from({ length: appointments }, (_, index) => ({ id: uuidv7.next(), start: start(index) })),
      ...facts,
    });
    return id;
  }

  async call(method: string, path: string, body?: unknown, user: Partial<TestUser> = {}): Promise<Reply> {
    const session = await this.identities.session({ id: this.user, tenant: this.tenant, role: 'manager', ...user });
    const response = await fetch(`${this.base}/api/google-sync/${path}`, {
      method,
      headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
  }

  /** Waits until the resource's link is in this state. */
  reaches(resource: string, state: LinkView['state']): Promise<LinkView> {
    return eventually(
      async () => {
        const { body } = await this.call('GET', `resources/${resource}/link`);
        if (body.state !== state) throw new Error(`The link is ${String(body.state)}, not ${state}.`);
        return body as unknown as LinkView;
      },
      { withinMs: 20_000, everyMs: 50 },
    );
  }

  /** Waits until the resource has no link any more. */
  async unlinked(resource: string): Promise<void> {
    await eventually(
      async () => {
        const { status } = await this.call('GET', `resources/${resource}/link`);
        if (status !== 404) throw new Error('The link is still there.');
      },
      { withinMs: 20_000, everyMs: 50 },
    );
  }

  /** An event as another service would tell it. */
  async tell<N extends EventName>(
    name: N,
    aggregateId: string,
    event: MessageInitShape<(typeof topics)[N]['schema']>,
  ): Promise<void> {
    const { name: topic, schema } = topics[name];
    this.versions += 1;
    const identity = { eventId: uuidv7.next(), tenantId: this.tenant, aggregateId, version: this.versions };
    const value = toBinary(schema as DescMessage, create(schema as DescMessage, event as Record<string, unknown>));
    const { brokers, prefix } = this.kafka;
    const producer = createKafka({ brokers: [brokers], clientId: 'spec', prefix }).producer();
    await producer.send([
      { topic, key: aggregateKey(this.tenant, aggregateId), value, headers: eventHeaders(identity) },
    ]);
    await producer.stop();
  }

  /** Audit entries of a link: `action {details}`, oldest first. */
  async audit(linkId: string): Promise<string[]> {
    const { rows } = await this.admin.query<{ entry: string }>(
      `SELECT action || ' ' || details::text AS entry FROM google_sync.calendar_audit WHERE link_id = $1 ORDER BY at, id`,
      [linkId],
    );
    return rows.map(({ entry }) => entry);
  }

  async count(table: string, linkId: string): Promise<number> {
    const { rows } = await this.admin.query(`SELECT 1 FROM google_sync.${table} WHERE link_id = $1`, [linkId]);
    return rows.length;
  }

  /** Google as the person sees it in the browser. */
  person(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    return this.admitted(method, `accounts/${path}`, body);
  }

  /** What the next calls of Google's API meet with, as the emulator's admin plane takes it. */
  async fault(fault: object): Promise<void> {
    await this.admitted('POST', 'faults', fault);
  }

  private async admitted(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.emulator.url}/admin/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return text ? (JSON.parse(text) as Record<string, unknown>) : {};
  }

  /** A new secondary calendar of the account with this many events. */
  async calendar(account: string, summary: string, events = 0): Promise<string> {
    const { id } = await this.person('POST', `${account}/calendars`, { summary, timeZone: 'Europe/Berlin' });
    for (let index = 0; index < events; index += 1) await this.addEvent(account, String(id), `Own ${index}`);
    return String(id);
  }

  async addEvent(account: string, calendarId: string, summary: string): Promise<void> {
    const at = (hours: number) => ({ dateTime: new Date(Date.now() + 2 * day + hours * 3_600_000).toISOString() });
    await this.person('POST', `${account}/calendars/${calendarId}/events`, { summary, start: at(0), end: at(1) });
  }

  /** Titles of the events in the calendar; null when there is no such calendar. */
  async titles(account: string, calendarId: string): Promise<string[] | null> {
    const { items } = await this.person('GET', `${account}/calendars/${calendarId}/events`);
    return (items as { summary: string }[] | undefined)?.map(({ summary }) => summary).sort() ?? null;
  }
}

/** As a consent with all boxes ticked would give it. */
async function accessToken(emulator: string, account: string): Promise<string> {
  const response = await fetch(`${emulator}/admin/accounts/${account}/grants`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clientId: 'kalends-local', scopes: ['https://www.googleapis.com/auth/calendar'] }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
