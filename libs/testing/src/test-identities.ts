import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** Claims of a sign-in token, in short. */
export interface TestUser {
  readonly id: string;
  readonly tenant: string;
  readonly role: 'employee' | 'receptionist' | 'manager' | 'owner';
  /** Where the role holds; everywhere when left out. */
  readonly branch?: string;
  readonly employee?: string;
}

/** Who may sign in, and which services know each other. */
export interface TestIdentities {
  /** What a service of this name is told of it: JWKS_URL, JWT_ISSUER, SERVICE_PRIVATE_JWK, SERVICE_JWKS. */
  environment(service: string): Record<string, string>;
  /** To call other services as this one. */
  privateJwk(service: string): JWK;
  /** A sign-in token, good for five minutes. */
  session(user: TestUser): Promise<string>;
  close(): void;
}

const issuer = 'https://identity.test';

/** Keys for these services, and an issuer of sign-in tokens that publishes its key over HTTP. */
export async function testIdentities(...services: readonly string[]): Promise<TestIdentities> {
  const signIn = await generateKeyPair('ES256', { extractable: true });
  const published = await publish({ ...(await exportJWK(signIn.publicKey)), kid: 'k', alg: 'ES256' });
  const secrets = new Map<string, JWK>();
  const open: JWK[] = [];
  for (const name of services) {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    secrets.set(name, await exportJWK(pair.privateKey));
    open.push({ ...(await exportJWK(pair.publicKey)), kid: name });
  }
  const privateJwk = (service: string): JWK => secrets.get(service) as JWK;
  return {
    environment: (service) => ({
      JWKS_URL: `http://127.0.0.1:${(published.address() as AddressInfo).port}/`,
      JWT_ISSUER: issuer,
      SERVICE_PRIVATE_JWK: JSON.stringify(privateJwk(service)),
      SERVICE_JWKS: JSON.stringify({ keys: open }),
    }),
    privateJwk,
    session: (user) => sign(user, signIn.privateKey),
    close: () => published.close(),
  };
}

async function publish(key: JWK): Promise<Server> {
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [key] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const sign = ({ id, tenant, role, branch, employee }: TestUser, key: CryptoKey): Promise<string> =>
  new SignJWT({ tenant, name: 'T', roles: [{ role, branch }], employee })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setSubject(id)
    .setIssuer(issuer)
    .setExpirationTime('5m')
    .sign(key);
