import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create } from '@bufbuild/protobuf';
import { Callers, CurrentUser, LeastRole, Public, ServiceIdentity, type User } from '@kalends/access';
import { ConfigError } from '@kalends/config';
import {
  GetAppointmentResponseSchema,
  SchedulingService,
  StreamResourceAppointmentsResponseSchema,
} from '@kalends/contracts';
import type { GetAppointmentRequest } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import { rpcClient, type RpcClient } from '@kalends/rpc';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { from, type Observable } from 'rxjs';
import { z } from 'zod';
import { defineService, hostSettings, Service } from '../src';

@Controller('things')
class ThingsController {
  @Get()
  list(@CurrentUser() user: User): { tenant: string } {
    return { tenant: user.tenantId };
  }

  @Get('public')
  @Public()
  open(): string {
    return 'open';
  }

  @Post()
  @LeastRole('manager')
  make(@Body() body: unknown): unknown {
    if (body && typeof body === 'object' && 'crash' in body) throw new Error('secret detail');
    throw new DomainError('conflict', 'thing/taken', 'It is taken; choose another.', { by: 'x' });
  }
}

@Controller()
class ThingsGrpc {
  @GrpcMethod('SchedulingService', 'GetAppointment')
  @Callers('google-sync')
  get(request: GetAppointmentRequest): unknown {
    if (request.appointmentId === 'missing') {
      throw new DomainError('not-found', 'appointment/unknown', 'There is no such appointment.', { id: 'missing' });
    }
    return create(GetAppointmentResponseSchema, { appointment: { id: request.appointmentId, version: 3 } });
  }

  @GrpcMethod('SchedulingService', 'StreamResourceAppointments')
  @Callers('google-sync')
  stream(): Observable<unknown> {
    return from(
      [1, 2, 3].map((n) => create(StreamResourceAppointmentsResponseSchema, { appointment: { id: `a${n}` } })),
    );
  }
}

const definition = defineService({
  name: 'scheduling',
  config: z.object({ ...hostSettings }),
  roles: ['http'],
  grpc: [SchedulingService],
  module: () => ({ module: class {}, controllers: [ThingsController, ThingsGrpc] }),
});

const issuer = 'https://identity.test';
const tenant = '01928c8e-0000-7000-8000-000000000001';

describe('A hosted service', () => {
  let keys: Server;
  let signInKey: CryptoKey;
  let service: Service;
  let syncKey: JWK;
  let environment: Record<string, string>;
  let base: string;
  const clients: RpcClient<typeof SchedulingService>[] = [];

  const grpcPort = 38471;
  const client = (name: string, privateJwk: JWK) => {
    const identity = new ServiceIdentity({ name, privateJwk, jwks: { keys: [] }, now: () => new Date() });
    const made = rpcClient(SchedulingService, {
      url: `127.0.0.1:${grpcPort}`,
      audience: 'scheduling',
      identity,
      timeoutMs: 3000,
    });
    clients.push(made);
    return made;
  };
  const token = (role: string, claims: object = {}): Promise<string> =>
    new SignJWT({ tenant, name: 'T', roles: [{ role }], ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setSubject('01928c8e-0000-7000-8000-0000000000aa')
      .setIssuer(issuer)
      .setExpirationTime('5m')
      .sign(signInKey);

  beforeAll(async () => {
    const signIn = await generateKeyPair('ES256', { extractable: true });
    signInKey = signIn.privateKey;
    const jwks = { keys: [{ ...(await exportJWK(signIn.publicKey)), kid: 'k', alg: 'ES256' }] };
    keys = createServer((_, response) => response.end(JSON.stringify(jwks))).listen(0, '127.0.0.1');
    await once(keys, 'listening');
    const own = await generateKeyPair('EdDSA', { extractable: true });
    const sync = await generateKeyPair('EdDSA', { extractable: true });
    syncKey = await exportJWK(sync.privateKey);
    const publicKeys = [
      { ...(await exportJWK(own.publicKey)), kid: 'scheduling' },
      { ...(await exportJWK(sync.publicKey)), kid: 'google-sync' },
    ];
    environment = {
      HTTP_PORT: '0',
      GRPC_PORT: String(grpcPort),
      BIND_ADDRESS: '127.0.0.1',
      PUBLIC_URL: 'http://localhost:7070',
      JWKS_URL: `http://127.0.0.1:${(keys.address() as AddressInfo).port}/`,
      JWT_ISSUER: issuer,
      SERVICE_PRIVATE_JWK: JSON.stringify(await exportJWK(own.privateKey)),
      SERVICE_JWKS: JSON.stringify({ keys: publicKeys }),
      LOG_LEVEL: 'silent',
    };
    service = await Service.create(definition, environment);
    await service.start();
    base = `http://127.0.0.1:${service.port()}`;
  });

  afterAll(async () => {
    clients.forEach((c) => c.close());
    await service.stop();
    keys.close();
  });

  const call = async (
    path: string,
    init: RequestInit = {},
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await fetch(base + path, init);
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  };
  const authorized = async (role: string): Promise<Record<string, string>> => ({
    authorization: `Bearer ${await token(role)}`,
  });
  const json = { 'content-type': 'application/json' };

  it('asks for a sign-in on every route that is not public', async () => {
    expect(await call('/api/scheduling/things')).toMatchObject({ status: 401, body: { code: 'session/missing' } });
    expect((await call('/api/scheduling/things/public')).status).toBe(200);
  });

  it('takes tenant and user from the token', async () => {
    const { body } = await call('/api/scheduling/things', { headers: await authorized('employee') });
    expect(body).toEqual({ tenant });
  });

  it('refuses a role that is too low, and a token of another issuer', async () => {
    const headers = { ...(await authorized('receptionist')), ...json };
    expect(await call('/api/scheduling/things', { method: 'POST', headers, body: '{}' })).toMatchObject({
      status: 403,
      body: { code: 'role/not-allowed' },
    });
    const forged = { authorization: `Bearer ${(await token('owner')).slice(0, -4)}AAAA` };
    expect((await call('/api/scheduling/things', { headers: forged })).status).toBe(401);
  });

  it('takes the session cookie for unsafe methods only from its own pages', async () => {
    const cookie = `kalends_session=${await token('owner')}`;
    const init = { method: 'POST', body: '{}' };
    expect(await call('/api/scheduling/things', { ...init, headers: { ...json, cookie } })).toMatchObject({
      status: 403,
      body: { code: 'session/cross-site' },
    });
    const own = { ...json, cookie, 'x-kalends-request': '1' };
    expect((await call('/api/scheduling/things', { ...init, headers: own })).status).toBe(409);
  });

  it('answers errors as problem details without quoting what was not expected', async () => {
    const headers = { ...(await authorized('owner')), ...json };
    const conflict = await call('/api/scheduling/things', { method: 'POST', headers, body: '{}' });
    expect(conflict).toMatchObject({
      status: 409,
      body: { code: 'thing/taken', by: 'x', detail: 'It is taken; choose another.' },
    });
    const crash = await call('/api/scheduling/things', { method: 'POST', headers, body: '{"crash":true}' });
    expect(crash.status).toBe(500);
    expect(JSON.stringify(crash.body)).not.toContain('secret');
  });

  it('answers bodies that are malformed or too large with a sentence', async () => {
    const headers = { ...(await authorized('owner')), ...json };
    expect(await call('/api/scheduling/things', { method: 'POST', headers, body: '{' })).toMatchObject({
      status: 400,
      body: { code: 'request/malformed' },
    });
    const large = JSON.stringify({ text: 'x'.repeat(2 ** 20) });
    expect((await call('/api/scheduling/things', { method: 'POST', headers, body: large })).status).toBe(413);
  });

  it('serves gRPC with the generated messages, single and streamed, to known callers', async () => {
    const scheduling = client('google-sync', syncKey);
    const { appointment } = await scheduling.getAppointment({ tenantId: tenant, appointmentId: 'a1' });
    expect(appointment).toMatchObject({ id: 'a1', version: 3 });
    const ids: (string | undefined)[] = [];
    for await (const answer of scheduling.streamResourceAppointments({ resourceId: 'r' }))
      ids.push(answer.appointment?.id);
    expect(ids).toEqual(['a1', 'a2', 'a3']);
  });

  it('carries a DomainError through gRPC', async () => {
    await expect(client('google-sync', syncKey).getAppointment({ appointmentId: 'missing' })).rejects.toMatchObject({
      kind: 'not-found',
      code: 'appointment/unknown',
      details: { id: 'missing' },
    });
  });

  it('refuses gRPC calls of services that it does not know', async () => {
    const stranger = await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey);
    await expect(client('google-sync', stranger).getAppointment({})).rejects.toMatchObject({ kind: 'unauthenticated' });
    await expect(client('scheduling', syncKey).getAppointment({})).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('is live and ready, and describes its API', async () => {
    expect(await call('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await call('/health/ready')).toMatchObject({ status: 200 });
    const { body } = await call('/api/scheduling/openapi.json');
    expect(Object.keys(body.paths as object)).toContain('/api/scheduling/things');
  });

  it('names everything that its configuration lacks', async () => {
    await expect(Service.create(definition, { ...environment, JWKS_URL: '', JWT_ISSUER: '' })).rejects.toThrow(
      ConfigError,
    );
  });
});
