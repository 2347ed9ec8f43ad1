import { SignInVerifier } from '@kalends/access';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import { demoLogins } from '../demo/logins';
import { identityRoutes } from './identity';
import { issuer, SessionTokens } from './session-tokens';

describe('sign-in of the local stack', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const tokens = new SessionTokens({ ...(await exportJWK(privateKey)), kid: 'test' });
    server = createServer(identityRoutes(demoLogins, tokens)).listen(0);
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/identity`;
  });
  afterAll(() => {
    server.close();
  });

  const signIn = (login: string, password: string): Promise<Response> =>
    fetch(`${base}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
  const cookieOf = (response: Response): string => (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';

  it.each(demoLogins.map(({ login, password, user }) => [login, password, user] as const))(
    'lets %s in, by a cookie that scripts cannot read and services accept',
    async (login, password, user) => {
      const response = await signIn(login, password);
      expect(response.status).toBe(200);
      expect(response.headers.get('set-cookie')).toMatch(/^kalends_session=.*HttpOnly.*SameSite=Lax/);
      const verifier = new SignInVerifier({ jwksUrl: `${base}/.well-known/jwks.json`, issuer });
      expect(await verifier.verify(cookieOf(response).split('=')[1] ?? '')).toEqual({ employeeId: undefined, ...user });
    },
  );

  it('tells who is signed in', async () => {
    const cookie = cookieOf(await signIn('anna', 'kalends'));
    const profile = await (await fetch(`${base}/session`, { headers: { cookie } })).json();
    expect(profile).toMatchObject({ name: 'Anna Berg', roles: [{ role: 'employee' }] });
  });

  it.each([
    ['manager', 'wrong'],
    ['nobody', 'kalends'],
    ['', ''],
  ])('says the same to %s with %s: not which of both is wrong', async (login, password) => {
    const response = await signIn(login, password);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'session/wrong-password' });
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('knows nobody without a cookie or with a forged one', async () => {
    expect((await fetch(`${base}/session`)).status).toBe(401);
    const other = new SessionTokens({
      ...(await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)),
      kid: 'test',
    });
    const cookie = `kalends_session=${await other.issue(demoLogins[0]!.user)}`;
    expect((await fetch(`${base}/session`, { headers: { cookie } })).status).toBe(401);
  });

  it('signs out by a request of its own pages only', async () => {
    const foreign = await fetch(`${base}/session`, { method: 'DELETE' });
    expect(foreign.status).toBe(403);
    const own = await fetch(`${base}/session`, { method: 'DELETE', headers: { 'x-kalends-request': '1' } });
    expect(own.status).toBe(204);
    expect(own.headers.get('set-cookie')).toMatch(/^kalends_session=;/);
  });

  it('publishes no private key', async () => {
    const { keys } = (await (await fetch(`${base}/.well-known/jwks.json`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).not.toHaveProperty('d');
  });
});
