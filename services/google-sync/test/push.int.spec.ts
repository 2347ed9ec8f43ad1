import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Service } from '@kalends/service-host';
import { testDatabase, testIdentities, type TestDatabase, type TestIdentities } from '@kalends/testing';
import { Client } from 'pg';
import { googleSync } from '../src/google-sync.service';
import { digestOf } from '../src/watch/app/watch-calendar';

const tenant = '00000000-0000-7000-8000-000000000001';
const [link, grant, channel] = [2, 3, 4].map((n) => `00000000-0000-7000-8000-00000000000${n}`);

/** A way to the database that can be cut and mended. */
class Wire {
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async to(target: URL): Promise<Wire> {
    const server = createServer((socket) => {
      if (wire.isCut) return void socket.destroy();
      const onward = connect(Number(target.port), target.hostname);
      for (const end of [socket, onward]) {
        wire.sockets.add(end);
        end.on('error', () => {}).on('close', () => void (socket.destroy(), onward.destroy()));
      }
      socket.pipe(onward).pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const wire: Wire = new Wire(server, (server.address() as AddressInfo).port);
    return wire;
  }

  isCut = false;

  cut(isCut: boolean): void {
    this.isCut = isCut;
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.cut(true);
    this.server.close();
  }
}

describe('Google’s pushes over HTTP', () => {
  let database: TestDatabase;
  let identities: TestIdentities;
  let wire: Wire;
  let service: Service;
  let admin: Client;

  beforeAll(async () => {
    [database, identities] = [await testDatabase('google-sync'), await testIdentities('google-sync')];
    wire = await Wire.to(new URL(database.url));
    const throughWire = new URL(database.url);
    throughWire.host = `127.0.0.1:${wire.port}`;
    const nowhere = {
      SCHEDULING_GRPC_URL: 'localhost:1',
      OAUTH_CONSENT_GRPC_URL: 'localhost:1',
      KAFKA_BROKERS: 'localhost:1',
    };
    service = await Service.create(
      googleSync,
      {
        ...identities.environment('google-sync'),
        ...{ BIND_ADDRESS: '127.0.0.1', HTTP_PORT: '0', PUBLIC_URL: 'http://localhost', LOG_LEVEL: 'silent' },
        ...nowhere,
        DATABASE_URL: throughWire.href,
      },
      ['webhook'],
    );
    await service.start();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query(
      `INSERT INTO google_sync.channels (tenant_id, id, link_id, token_digest, expires_at) VALUES ($1, $2, $3, $4, 'infinity')`,
      [tenant, channel, link, digestOf('secret')],
    );
    await admin.query(
      `INSERT INTO google_sync.link_jobs (tenant_id, link_id, job, grant_id, due_at) VALUES ($1, $2, 'pull', $3, 'infinity')`,
      [tenant, link, grant],
    );
  });
  afterAll(async () => {
    await service.stop();
    wire.close();
    await admin.end();
    identities.close();
    await database.drop();
  });

  const push = async (headers: Record<string, string>, body = ''): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${service.port()}/hooks/google`, { method: 'POST', headers, body });
    await response.arrayBuffer();
    return response.status;
  };
  const right = { 'x-goog-channel-id': channel!, 'x-goog-channel-token': 'secret', 'x-goog-resource-state': 'exists' };
  const news = async (): Promise<number> =>
    Number((await admin.query<{ news: string }>('SELECT news FROM google_sync.link_jobs')).rows[0]!.news);

  it('answers 204 to a push and notes that the calendar has news', async () => {
    const before = await news();
    expect(await push(right)).toBe(204);
    expect(await news()).toBe(before + 1);
  });

  it('S52: answers 404 to a wrong token, an unknown channel and none, and notes nothing', async () => {
    const before = await news();
    expect(await push({ ...right, 'x-goog-channel-token': 'wrong' })).toBe(404);
    expect(await push({ ...right, 'x-goog-channel-id': grant! })).toBe(404);
    expect(await push({ ...right, 'x-goog-channel-id': "'; DROP TABLE channels" })).toBe(404);
    expect(await push({})).toBe(404);
    expect(await news()).toBe(before);
  });

  it('refuses a body of more than a kilobyte', async () => {
    expect(await push({ ...right, 'content-type': 'text/plain' }, 'x'.repeat(1025))).toBe(413);
  });

  it('S55: answers 503 while the database is away, so that Google pushes again, and works again after', async () => {
    wire.cut(true);
    expect(await push(right)).toBe(503);
    wire.cut(false);
    expect(await push(right)).toBe(204);
  });
});
