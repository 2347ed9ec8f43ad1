import { userFromClaims, type User } from '@kalends/access';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import { publicJwk } from '../state/secrets';

export const issuer = 'kalends-local';
export const sessionSeconds = 12 * 60 * 60;

/** Signs and reads sign-in tokens of the local stack. */
export class SessionTokens {
  readonly jwks: JSONWebKeySet;

  constructor(private readonly key: JWK) {
    this.jwks = { keys: [{ ...publicJwk(key), use: 'sig' }] };
  }

  async issue({ id, tenantId, name, employeeId, roles }: User): Promise<string> {
    return new SignJWT({ tenant: tenantId, name, roles, ...(employeeId === undefined ? {} : { employee: employeeId }) })
      .setProtectedHeader({ alg: 'ES256', kid: this.key.kid ?? 'sign-in' })
      .setIssuer(issuer)
      .setSubject(id)
      .setIssuedAt()
      .setExpirationTime(`${sessionSeconds}s`)
      .sign(await importJWK(this.key, 'ES256'));
  }

  /** The user of a valid token, else null. */
  async read(token: string): Promise<User | null> {
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(this.jwks), { issuer, algorithms: ['ES256'] });
      return userFromClaims(payload);
    } catch {
      return null;
    }
  }
}
