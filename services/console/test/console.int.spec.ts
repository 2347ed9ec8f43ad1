import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { AppointmentChangedSchema, CalendarLinkChangedSchema, aggregateKey, topics } from '@kalends/contracts';
import { createKafka, type Producer } from '@kalends/kafka';
import { uuidv7 } from '@kalends/kernel';
import { Service } from '@kalends/service-host';
import { eventually, testKafka, type TestKafka } from '@kalends/testing';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { consoleService } from '../src/console.module';
import { openStream, type OpenStream } from './open-stream';

const issuer = 'https://identity.test';
const [ourTenant, otherTenant, cologne, bonn] = [uuidv7.next(), uuidv7.next(), uuidv7.next(), uuidv7.next()];

describe('the console', () => {
  let kafka: TestKafka;
  let producer: Producer;
  let keys: Server;
  let signInKey: CryptoKey;
  let folder: string;
  let service: Service;
  let base: string;
  const streams: OpenStream[] = [];

  const token = (tenant: string, roles: object[] = [{ role: 'receptionist' }]): Promise<string> =>
    new SignJWT({ tenant, name: 'Clara', roles })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setSubject(uuidv7.next())
      .setIssuer(issuer)
      .setExpirationTime('5m')
      .sign(signInKey);

  const open = async (tenant: string, branch: string, lastEventId?: string): Promise<OpenStream> => {
    const stream = await openStream(`${base}/api/console/stream?branch=${branch}`, await token(tenant), lastEventId);
    streams.push(stream);
    await stream.next((event) => event.event === 'hello' || event.event === 'reset');
    return stream;
  };

  const changeAppointment = async (tenantId: string, branchId: string, version: number): Promise<string> => {
    const id = uuidv7.next();
    await send({ appointment: { tenantId, branchId, id, version } }, aggregateKey(tenantId, id));
    return id;
  };

  const changeLink = async (branchId: string): Promise<string> => {
    const resourceId = uuidv7.next();
    const link = { tenantId: ourTenant, branchId, resourceId };
    const value = toBinary(CalendarLinkChangedSchema, create(CalendarLinkChangedSchema, { link }));
    const key = aggregateKey(ourTenant, resourceId);
    await producer.send([{ topic: topics.calendarLinkChanged.name, key, value, headers: {} }]);
    return resourceId;
  };

  const send = (event: MessageInitShape<typeof AppointmentChangedSchema>, key: string): Promise<void> => {
    const value = toBinary(AppointmentChangedSchema, create(AppointmentChangedSchema, event));
    return producer.send([{ topic: topics.appointmentChanged.name, key, value, headers: {} }]);
  };

  beforeAll(async () => {
    kafka = await testKafka();
    producer = createKafka({ brokers: [kafka.brokers], clientId: 'test', prefix: kafka.prefix }).producer();
    const signIn = await generateKeyPair('ES256', { extractable: true });
    signInKey = signIn.privateKey;
    const own = await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey);
    const jwks = { keys: [{ ...(await exportJWK(signIn.publicKey)), kid: 'k', alg: 'ES256' }] };
    keys = createServer((_, response) => response.end(JSON.stringify(jwks))).listen(0, '127.0.0.1');
    folder = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Kalends</title>');
    await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'start()');
    service = await Service.create(consoleService, {
      HTTP_PORT: '0',
      BIND_ADDRESS: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:7070',
      JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
      JWT_ISSUER: issuer,
      SERVICE_NAME: 'console',
      SERVICE_PRIVATE_JWK: JSON.stringify(own),
      SERVICE_JWKS: '{"keys":[]}',
      KAFKA_BROKERS: kafka.brokers,
      KALENDS_TOPIC_PREFIX: kafka.prefix,
      WEB_APP_FOLDER: folder,
      GOOGLE_EMULATOR_URL: 'http://localhost:7071/calendars',
      LOG_LEVEL: 'error',
    });
    await service.start();
    base = `http://127.0.0.1:${service.port()}`;
    // The consumer's group takes a moment to begin at the end of its partitions: repeat until a change comes through.
    const probe = await open(ourTenant, cologne);
    await eventually(
      async () => {
        await changeAppointment(ourTenant, cologne, 1);
        expect(probe.seen('change')).not.toHaveLength(0);
      },
      { withinMs: 20_000, everyMs: 250 },
    );
  }, 60_000);

  afterAll(async () => {
    for (const stream of streams) stream.close();
    await service.stop();
    await producer.stop();
    await kafka.drop();
    keys.close();
    await rm(folder, { recursive: true });
  });

  it('U6: tells each page of a branch of a change, as ids and version alone', async () => {
    const [first, second] = await Promise.all([open(ourTenant, cologne), open(ourTenant, cologne)]);
    const id = await changeAppointment(ourTenant, cologne, 7);
    const isIt = (event: { data: { id?: string } }): boolean => event.data.id === id;
    const heard = await Promise.all([first.next(isIt), second.next(isIt)]);
    const told = { type: 'appointment', id, version: 7, branchId: cologne, resourceIds: [] };
    expect(heard.map((event) => event.data)).toEqual([told, told]);
  });

  it('I8: tells no page of another tenant', async () => {
    const [ours, theirs] = await Promise.all([open(ourTenant, cologne), open(otherTenant, cologne)]);
    const id = await changeAppointment(ourTenant, cologne, 2);
    await ours.next((event) => event.data.id === id);
    // A change that the other page does hear comes after it: had it heard the first one, it would be here by now.
    const marker = await changeAppointment(otherTenant, cologne, 1);
    await theirs.next((event) => event.data.id === marker);
    expect(theirs.seen('change').map((event) => event.data.id)).not.toContain(id);
  });

  it('tells of a calendar link in its own branch alone', async () => {
    const [here, elsewhere] = await Promise.all([open(ourTenant, cologne), open(ourTenant, bonn)]);
    const resourceId = await changeLink(cologne);
    await here.next((event) => event.data.resourceId === resourceId);
    const marker = await changeLink(bonn);
    await elsewhere.next((event) => event.data.resourceId === marker);
    expect(elsewhere.seen('change').map((event) => event.data.resourceId)).not.toContain(resourceId);
  });

  it('U7: a page that was cut off resumes after the last change that it saw, without a gap', async () => {
    const before = await open(ourTenant, cologne);
    const first = await changeAppointment(ourTenant, cologne, 1);
    const { id: lastId } = await before.next((event) => event.data.id === first);
    before.close();
    const watcher = await open(ourTenant, cologne);
    const missed = await changeAppointment(ourTenant, cologne, 1);
    await watcher.next((event) => event.data.id === missed);

    const after = await open(ourTenant, cologne, lastId);
    expect(after.seen('change').map((event) => event.data.id)).toEqual([missed]);
    expect(after.seen('reset')).toHaveLength(0);
  });

  it('U7: a page whose last change is of another process is told to read again', async () => {
    const stream = await open(ourTenant, cologne, 'anotherprocess.12');
    expect(stream.seen('reset')).toHaveLength(1);
    expect(stream.seen('hello')).toHaveLength(0);
  });

  it('a record that is no event does not end the stream', async () => {
    const stream = await open(ourTenant, cologne);
    const value = new Uint8Array([255, 255, 255, 1]);
    await producer.send([{ topic: topics.appointmentChanged.name, key: 'k', value, headers: {} }]);
    const id = await changeAppointment(ourTenant, cologne, 1);
    await stream.next((event) => event.data.id === id);
  });

  it('refuses a stream without sign-in, without branch, or of a branch without a role', async () => {
    const get = async (path: string, authorization?: string): Promise<number> =>
      (await fetch(`${base}/api/console/${path}`, { headers: authorization ? { authorization } : {} })).status;
    const elsewhere = `Bearer ${await token(ourTenant, [{ role: 'manager', branch: bonn }])}`;
    expect(await get(`stream?branch=${cologne}`)).toBe(401);
    expect(await get(`stream?branch=${cologne}`, elsewhere)).toBe(403);
    expect(await get('stream', elsewhere)).toBe(422);
  });

  it('serves the web application for every path that is no file, with its own policy', async () => {
    for (const path of ['/', '/?branch=1', '/some/page']) {
      const answer = await fetch(base + path);
      expect(await answer.text()).toContain('<title>Kalends</title>');
      expect(answer.headers.get('content-security-policy')).toContain('frame-src http://localhost:7071;');
      expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin-allow-popups');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
    const asset = await fetch(`${base}/assets/app-1a2b.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
  });

  it('answers an unknown address of the API with a problem, not with the page', async () => {
    const answer = await fetch(`${base}/api/console/nothing`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('says where the local stand-in for Google is', async () => {
    const headers = { authorization: `Bearer ${await token(ourTenant)}` };
    const answer = await fetch(`${base}/api/console/settings`, { headers });
    expect(await answer.json()).toEqual({ emulatorUrl: 'http://localhost:7071/calendars' });
  });
});
