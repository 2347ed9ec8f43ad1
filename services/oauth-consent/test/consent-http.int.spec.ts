import { create, fromBinary, toBinary, type DescMessage, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  aggregateKey,
  ConsentChangedSchema,
  ConsentState,
  LinkState,
  topics,
  type EventName,
} from '@kalends/contracts';
import { createKafka, eventHeaders } from '@kalends/kafka';
import { eventually } from '@kalends/testing';
import { Browser } from './fixtures/browser';
import { accounts, RunningConsent } from './fixtures/running-consent';

describe('Consent through the running service and the Google emulator', () => {
  let world: RunningConsent;
  beforeAll(async () => {
    world = await RunningConsent.start();
  }, 60_000);
  afterAll(() => world.stop());

  const start = async (resource: string, body: object = {}): Promise<string> =>
    String((await world.call('POST', `resources/${resource}/consent`, { body })).body.authorizationUrl);
  const read = async (resource: string) => (await world.call('GET', `resources/${resource}/consent`)).body;
  const browser = async (language?: string) => new Browser(await world.session(), language);
  const connect = async (resource: string, email: string, body: object = {}, ticks?: (scope: string) => boolean) => {
    const person = await browser();
    return person.open(await person.consent(await start(resource, body), email, ticks));
  };
  const withdraw = (resource: string) => world.call('DELETE', `resources/${resource}/consent`);
  const grantsOf = async (email: string) => (await world.admin('GET', `accounts/${email}/grants`)).grants as unknown[];
  const isTerse = (html: string) => !/https?:\/\/(?!127\.0\.0\.1)/.test(html);

  it('GO1/GO2: leads through the consent page to one that says the window can be closed', async () => {
    const resource = world.resource();
    const page = await connect(resource, accounts.anna, { plan: 'existing' });
    expect(page.status).toBe(200);
    expect(page.html).toContain('You can close this window');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(isTerse(page.html)).toBe(true);
    expect(await read(resource)).toMatchObject({ state: 'granted', account: accounts.anna, missingScopes: [] });
    await withdraw(resource);
    await eventually(async () => expect(await grantsOf(accounts.anna)).toEqual([]));
    expect(await read(resource)).toMatchObject({ state: 'withdrawn', account: null });
  });

  it('speaks the language of the browser', async () => {
    const resource = world.resource();
    const person = await browser('de-DE,de;q=0.9,en;q=0.8');
    const page = await person.open(await person.refuse(await start(resource), accounts.anna));
    expect(page.html).toContain('<html lang="de">');
    expect(page.html).toContain('Nicht verbunden');
  });

  it('S41: shows which box is missing and goes again from that page', async () => {
    const resource = world.resource();
    const page = await connect(resource, accounts.ben, {}, (scope) => !scope.endsWith('app.created'));
    expect(page.html).toContain('A box was left empty');
    expect(await read(resource)).toMatchObject({ state: 'none', action: 'ask-again' });
    const again = /<a href="([^"]+)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const person = await browser();
    // Google adds what is ticked now to what was ticked before.
    const complete = await person.open(
      await person.consent(again, accounts.ben, (scope) => scope.endsWith('app.created')),
    );
    expect(complete.html).toContain('You can close this window');
    expect(await read(resource)).toMatchObject({ state: 'granted', missingScopes: [], action: null });
    await withdraw(resource);
  });

  it('S41: connects with less where the list of calendars was left out, and says what does not work', async () => {
    const resource = world.resource();
    const page = await connect(resource, accounts.clara, {}, (scope) => scope.endsWith('app.created'));
    expect(page.html).toContain('only create a new one');
    expect(await read(resource)).toMatchObject({ state: 'granted', action: 'ask-again' });
    expect(await world.call('GET', `resources/${resource}/calendars`)).toMatchObject({ status: 200, body: [] });
    await withdraw(resource);
  });

  it('S43: rejects forged, replayed, doubled and foreign answers with a page, and keeps one grant', async () => {
    const resource = world.resource();
    const person = await browser();
    const callback = await person.consent(await start(resource), accounts.ben);
    const forged = new URL(callback);
    forged.searchParams.set('state', 'x'.repeat(43));
    expect(await person.open(forged.href)).toMatchObject({ status: 400 });
    const stranger = new Browser(await world.session({ id: world.branch }));
    expect(await stranger.open(callback)).toMatchObject({ status: 400 });
    expect(await new Browser(null).open(callback)).toMatchObject({ status: 401 });
    const pages = await Promise.all([person.open(callback), person.open(callback)]);
    expect(pages.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(await person.open(callback)).toMatchObject({ status: 409 });
    expect(await read(resource)).toMatchObject({ state: 'granted' });
    await withdraw(resource);
  });

  it('S70: shows the primary calendar as not selectable and refuses it by the broker', async () => {
    const resource = world.resource();
    await connect(resource, accounts.clara, { plan: 'existing' });
    const calendars = (await world.call('GET', `resources/${resource}/calendars`)).body as unknown as {
      id: string;
      primary: boolean;
      selectable: boolean;
      reason: string | null;
    }[];
    expect(calendars.filter(({ selectable }) => selectable).length).toBeGreaterThan(0);
    expect(calendars.find(({ primary }) => primary)).toMatchObject({ selectable: false, reason: 'primary' });
    const broker = world.broker();
    for (const calendarId of ['primary', accounts.clara]) {
      await expect(
        broker.getCalendar({ tenantId: world.tenant, resourceId: resource, calendarId }),
      ).rejects.toMatchObject({
        code: 'calendar/primary-refused',
      });
    }
    const created = await world.call('POST', `resources/${resource}/calendars`, {
      body: { summary: 'Kalends', timeZone: 'Europe/Berlin' },
    });
    expect(created).toMatchObject({ status: 201, body: { selectable: true, createdByKalends: true } });
    expect(
      await world.call('POST', `resources/${resource}/calendars`, { body: { summary: '', timeZone: 'Mars/Base' } }),
    ).toMatchObject({ status: 400 });
    broker.close();
    await withdraw(resource);
  });

  it('S39: hands google-sync short-lived tokens until the person removes the app, then says so once', async () => {
    const resource = world.resource();
    await connect(resource, accounts.anna);
    const broker = world.broker();
    const ask = async () => (await broker.getAccessToken({ tenantId: world.tenant, resourceId: resource })).result;
    const first = await ask();
    expect(first).toMatchObject({ case: 'token' });
    expect(await ask()).toEqual(first);
    await world.admin('DELETE', `accounts/${accounts.anna}/grants/kalends-local`);
    if (first.case === 'token') {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(first.value.value));
      await broker.reportRejectedToken({
        tenantId: world.tenant,
        resourceId: resource,
        tokenSha256: Buffer.from(digest).toString('hex'),
      });
    }
    await world.admin('DELETE', 'calls');
    const answers = await Promise.all([ask(), ask(), ask()]);
    answers.push(await ask());
    for (const answer of answers) expect(answer).toMatchObject({ case: 'needsConsent', value: { reason: 'revoked' } });
    expect(await world.admin('GET', 'calls?operation=oauth.token')).toMatchObject({ count: 1 });
    expect(await read(resource)).toMatchObject({ state: 'needs-consent', action: 'reconnect' });

    await connect(resource, accounts.anna);
    expect(await ask()).toMatchObject({ case: 'token' });
    broker.close();
    await expect(states(resource, 3)).resolves.toEqual(['GRANTED 1', 'NEEDS_CONSENT 2', 'GRANTED 3']);
    await withdraw(resource);
  });

  it('lets no other service and no user fetch a token', async () => {
    const broker = world.broker('notifications');
    await expect(broker.getAccessToken({ tenantId: world.tenant, resourceId: world.resource() })).rejects.toMatchObject(
      {
        kind: 'forbidden',
      },
    );
    broker.close();
  });

  it('I8: answers other tenants, branches and employees as if the resource did not exist', async () => {
    const employee = crypto.randomUUID();
    const resource = world.resource({ employeeId: employee });
    const sessions = {
      tenant: await world.session({ tenant: crypto.randomUUID() }),
      branch: await world.session({ branch: crypto.randomUUID() }),
      receptionist: await world.session({ role: 'receptionist' }),
      colleague: await world.session({ role: 'employee', employee: crypto.randomUUID() }),
    };
    const paths = [
      ['GET', 'consent'],
      ['POST', 'consent'],
      ['DELETE', 'consent'],
      ['POST', 'consent/cancel'],
      ['GET', 'calendars'],
      ['POST', 'calendars'],
    ] as const;
    for (const session of Object.values(sessions)) {
      for (const [method, path] of paths) {
        const body = path === 'calendars' ? { summary: 'X', timeZone: 'UTC' } : {};
        const answer = await world.call(method, `resources/${resource}/${path}`, {
          session,
          body: method === 'GET' ? undefined : body,
        });
        expect(answer).toMatchObject({ status: 404, body: { code: 'resource/not-found' } });
      }
    }
    const own = await world.session({ role: 'employee', employee });
    expect(await world.call('POST', `resources/${resource}/consent`, { session: own, body: {} })).toMatchObject({
      status: 201,
    });
  });

  it('PL1: starts nothing in a branch whose Google sync is off', async () => {
    const resource = world.resource({ googleSyncEnabled: false });
    expect(await world.call('POST', `resources/${resource}/consent`, { body: {} })).toMatchObject({
      status: 409,
      body: { code: 'branch/google-sync-off' },
    });
  });

  it('says that Google does not answer, and works when it does again', async () => {
    const resource = world.resource();
    const person = await browser();
    const callback = await person.consent(await start(resource), accounts.ben);
    await world.admin('POST', 'faults', { path: '/token', status: 503, times: 1 });
    expect((await person.open(callback)).html).toContain('Google did not finish');
    await world.admin('DELETE', 'faults');
    expect(await read(resource)).toMatchObject({ state: 'none', attempt: { status: 'failed' } });
  });

  it('describes its routes', async () => {
    const { paths } = (await world.call('GET', 'openapi.json')).body as { paths: Record<string, object> };
    expect(Object.keys(paths).sort()).toEqual([
      '/api/oauth-consent/resources/{resourceId}/calendars',
      '/api/oauth-consent/resources/{resourceId}/consent',
      '/api/oauth-consent/resources/{resourceId}/consent/cancel',
    ]);
  });

  it('withdraws the consent of a resource that is deleted, or disconnected from its calendar', async () => {
    const { tenant: tenantId } = world;
    const tell = async <N extends EventName>(
      name: N,
      resource: string,
      event: MessageInitShape<(typeof topics)[N]['schema']>,
    ) => {
      const { name: topic, schema } = topics[name];
      const identity = { eventId: crypto.randomUUID(), tenantId, aggregateId: resource, version: 2 };
      const value = toBinary(schema as DescMessage, create(schema as DescMessage, event as Record<string, unknown>));
      await producer.send([{ topic, key: aggregateKey(tenantId, resource), value, headers: eventHeaders(identity) }]);
    };
    const producer = kafka().producer();
    const occurredAt = timestampFromDate(new Date(Date.now() + 60_000));

    const deleted = world.resource();
    await connect(deleted, accounts.ben);
    await tell('resourceChanged', deleted, { resource: { tenantId, id: deleted, deleted: true } });
    const disconnected = world.resource();
    await connect(disconnected, accounts.clara);
    await tell('calendarLinkChanged', disconnected, {
      occurredAt,
      link: { tenantId, resourceId: disconnected, state: LinkState.GONE },
    });
    const reused = world.resource();
    await connect(reused, accounts.anna);
    await tell('calendarLinkChanged', reused, {
      occurredAt: timestampFromDate(new Date(0)),
      link: { tenantId, resourceId: reused, state: LinkState.GONE },
    });
    await producer.stop();

    for (const email of [accounts.ben, accounts.clara]) {
      await eventually(async () => expect(await grantsOf(email)).toEqual([]), { withinMs: 15_000 });
    }
    expect(await read(deleted)).toMatchObject({ state: 'withdrawn' });
    expect(await read(disconnected)).toMatchObject({ state: 'withdrawn' });
    expect(await read(reused)).toMatchObject({ state: 'granted' });
    await withdraw(reused);
  });

  const kafka = () => createKafka({ brokers: [world.kafka.brokers], clientId: 'spec', prefix: world.kafka.prefix });

  /** The first `count` states that Kafka carries of the resource. */
  async function states(resource: string, count: number): Promise<string[]> {
    const consumer = kafka().consumer({ group: 'spec', topics: [topics.consentChanged.name] });
    const found: string[] = [];
    await consumer.start(() => {});
    try {
      return await eventually(
        () => {
          for (let batch = consumer.next(); batch; batch = consumer.next()) {
            const events = batch.records.map(({ value }) => fromBinary(ConsentChangedSchema, value));
            const own = events.filter(({ resourceId }) => resourceId === resource);
            found.push(...own.map(({ state, version }) => `${ConsentState[state]} ${version}`));
            batch.settle(batch.records.length);
          }
          expect(found.length).toBeGreaterThanOrEqual(count);
          return found;
        },
        { withinMs: 15_000 },
      );
    } finally {
      await consumer.stop();
    }
  }
});
