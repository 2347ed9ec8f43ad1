import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { SignInVerifier } from './sign-in-verifier';

const issuer = 'https://identity.test';
const userId = '01928c8e-0000-7000-8000-0000000000aa';

describe('SignInVerifier', () => {
  let server: Server;
  let key: CryptoKey;
  let fetches = 0;
  let now: Date;
  let verifier: SignInVerifier;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256', { extractable: true });
    key = pair.privateKey;
    const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' }] });
    server = createServer((_, response) => {
      fetches += 1;
      response.end(jwks);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => void server.close());
  beforeEach(() => {
    fetches = 0;
    now = new Date('2026-11-21T09:00:00Z');
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    verifier = new SignInVerifier({ jwksUrl, issuer, now: () => now });
  });

  const token = (lifeSeconds: number | null): Promise<string> => {
    const jwt = new SignJWT({ tenant: userId, roles: [] })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setSubject(userId)
      .setIssuer(issuer);
    return (lifeSeconds === null ? jwt : jwt.setExpirationTime(now.getTime() / 1000 + lifeSeconds)).sign(key);
  };

  it('knows a token for half a minute without asking for keys again', async () => {
    const signIn = await token(3600);
    expect((await verifier.verify(signIn)).id).toBe(userId);
    expect(await verifier.verify(signIn)).toBe(await verifier.verify(signIn));
    expect(fetches).toBe(1);
  });

  it('never trusts a token past its own end, however lately it was verified', async () => {
    const signIn = await token(10);
    await verifier.verify(signIn);
    now = new Date(now.getTime() + 11_000);
    await expect(verifier.verify(signIn)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('refuses a token without an end', async () => {
    await expect(verifier.verify(await token(null))).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('is unavailable, and does not send people to sign in again, when the keys cannot be fetched', async () => {
    const deaf = new SignInVerifier({ jwksUrl: 'http://127.0.0.1:9/', issuer, now: () => now });
    await expect(deaf.verify(await token(60))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
