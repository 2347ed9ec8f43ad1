import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceIdentity } from '@kalends/access';
import { SchedulingService } from '@kalends/contracts';
import { rpcClient, type RpcClient } from '@kalends/rpc';
import { Service } from '@kalends/service-host';
import { testDatabase, testKafka, type TestDatabase, type TestKafka } from '@kalends/testing';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import request from 'supertest';
import { scheduling } from '../src/scheduling.service';

const ISSUER = 'https://identity.test';

export interface Role {
  readonly role: 'owner' | 'manager' | 'receptionist' | 'employee';
  readonly branch?: string;
}

/** Somebody who calls the REST interface. */
export interface Caller {
  get(path: string): request.Test;
  post(path: string, body?: object, headers?: Record<string, string>): request.Test;
  patch(path: string, version: number | null, body: object): request.Test;
  delete(path: string, version: number): request.Test;
  /** A change of an appointment: POST with If-Match. */
  change(path: string, version: number, body?: object, headers?: Record<string, string>): request.Test;
}

/** The real service on real Postgres (and Kafka when asked for), called as from outside. */
export class SchedulingApp {
  readonly rpc: RpcClient<typeof SchedulingService>;

  private constructor(
    readonly service: Service,
    readonly database: TestDatabase,
    readonly kafka: TestKafka | null,
    private readonly keys: Server,
    private readonly sign: (claims: object, subject: string) => Promise<string>,
    syncIdentity: ServiceIdentity,
    grpcPort: number,
  ) {
    this.rpc = rpcClient(SchedulingService, {
      url: `127.0.0.1:${grpcPort}`,
      audience: 'scheduling',
      identity: syncIdentity,
      timeoutMs: 5_000,
    });
  }

  static async start({ withKafka = false, roles = ['http'] } = {}): Promise<SchedulingApp> {
    const database = await testDatabase('scheduling');
    const kafka = withKafka ? await testKafka('appointmentChanged', 'resourceChanged', 'branchChanged') : null;
    const signIn = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(signIn.publicKey)), kid: 'k', alg: 'ES256' }] };
    const keys = createServer((_, response) => response.end(JSON.stringify(jwks))).listen(0, '127.0.0.1');
    await new Promise((resolve) => keys.once('listening', resolve));
    const own = await serviceKey();
    const sync = await serviceKey();
    const serviceJwks = {
      keys: [
        { ...own.publicJwk, kid: 'scheduling' },
        { ...sync.publicJwk, kid: 'google-sync' },
      ],
    };
    const grpcPort = await freePort();
    const service = await Service.create(
      scheduling,
      {
        HTTP_PORT: '0',
        GRPC_PORT: String(grpcPort),
        BIND_ADDRESS: '127.0.0.1',
        PUBLIC_URL: 'http://localhost:7070',
        JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
        JWT_ISSUER: ISSUER,
        SERVICE_PRIVATE_JWK: JSON.stringify(own.privateJwk),
        SERVICE_JWKS: JSON.stringify(serviceJwks),
        DATABASE_URL: database.url,
        KAFKA_BROKERS: kafka?.brokers ?? '127.0.0.1:9',
        KALENDS_TOPIC_PREFIX: kafka?.prefix ?? '',
        LOG_LEVEL: 'silent',
      },
      roles,
    );
    await service.start();
    const sign = (claims: object, subject: string): Promise<string> =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'ES256', kid: 'k' })
        .setSubject(subject)
        .setIssuer(ISSUER)
        .setExpirationTime('30m')
        .sign(signIn.privateKey);
    const identity = new ServiceIdentity({
      name: 'google-sync',
      privateJwk: sync.privateJwk,
      jwks: { keys: [] },
      now: () => new Date(),
    });
    return new SchedulingApp(service, database, kafka, keys, sign, identity, grpcPort);
  }

  async stop(): Promise<void> {
    this.rpc.close();
    await this.service.stop();
    this.keys.close();
    await this.database.drop();
    await this.kafka?.drop();
  }

  /** Somebody of `tenant`, an owner by default. */
  async caller(tenant: string, roles: readonly Role[] = [{ role: 'owner' }]): Promise<Caller> {
    const token = await this.sign({ tenant, name: 'T', roles }, randomUUID());
    const base = `http://127.0.0.1:${this.service.port()}`;
    const as = (test: request.Test): request.Test => test.set('authorization', `Bearer ${token}`);
    const to = (path: string): string => `/api/scheduling/${path}`;
    const http = request(base);
    return {
      get: (path) => as(http.get(to(path))),
      post: (path, body = {}, headers = {}) =>
        as(http.post(to(path)))
          .set(headers)
          .send(body),
      patch: (path, version, body) =>
        as(http.patch(to(path)))
          .set(ifMatch(version))
          .send(body),
      delete: (path, version) => as(http.delete(to(path))).set(ifMatch(version)),
      change: (path, version, body = {}, headers = {}) =>
        as(http.post(to(path)))
          .set({ ...ifMatch(version), ...headers })
          .send(body),
    };
  }

  /** What is really in the tables, past row-level security. */
  async rows<Row extends object>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.database.adminUrl, options: '-c search_path=scheduling' });
    await client.connect();
    try {
      return (await client.query<Row>(sql, parameters)).rows;
    } finally {
      await client.end();
    }
  }
}

const ifMatch = (version: number | null): Record<string, string> =>
  version === null ? {} : { 'if-match': `"${version}"` };

async function serviceKey(): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  return { privateJwk: await exportJWK(pair.privateKey), publicJwk: await exportJWK(pair.publicKey) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
