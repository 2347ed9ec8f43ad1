import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEdge, type Edge } from './edge';

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

describe('the one origin', () => {
  let edge: Edge;
  let base: string;
  const scheduling = createServer((request, response) => response.end(`scheduling ${request.method} ${request.url}`));
  const stream = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\n\n');
  });
  const addresses: Record<string, string> = {};

  beforeAll(async () => {
    addresses['scheduling'] = await listen(scheduling);
    addresses['console'] = await listen(stream);
    addresses['google-sync'] = 'http://127.0.0.1:1';
    edge = await startEdge({
      port: 0,
      services: ['scheduling', 'google-sync', 'oauth-consent', 'console'],
      addressOf: (name) => addresses[name] ?? null,
      identity: (_request, response) => response.end('identity'),
    });
    base = `http://127.0.0.1:${edge.port}`;
  });
  afterAll(async () => {
    await edge.stop();
    for (const server of [scheduling, stream]) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('hands a request on with its method, path and query', async () => {
    const response = await fetch(`${base}/api/scheduling/branches?q=a`, { method: 'POST', body: 'x' });
    expect(await response.text()).toBe('scheduling POST /api/scheduling/branches?q=a');
  });

  it('answers sign-in itself', async () => {
    expect(await (await fetch(`${base}/api/identity/session`)).text()).toBe('identity');
  });

  it('lets events through as they come', async () => {
    const response = await fetch(`${base}/api/console/stream`);
    const reader = response.body!.getReader();
    expect(Buffer.from((await reader.read()).value ?? '').toString()).toBe('data: first\n\n');
    await reader.cancel();
  });

  it.each([
    ['a service that does not answer', '/hooks/google', 503, 'service/unavailable'],
    ['a service that is not running', '/api/oauth-consent/callback', 503, 'service/starting'],
    ['CalDAV, which has no gateway yet', '/.well-known/caldav', 404, 'caldav/missing'],
  ])('explains %s as problem details', async (_, path, status, code) => {
    const response = await fetch(base + path);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code, detail: expect.stringMatching(/\w+ .*\.$/) });
  });
});
