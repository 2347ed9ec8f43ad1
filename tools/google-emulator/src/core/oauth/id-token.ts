import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isSignIn } from './scopes';
import type { Context } from '../context';
import type { AccessTokenRecord, AccountRecord, State } from '../state';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs ID tokens (OpenID Connect, RS256) with a key that lives in the state, so that it survives a restart. */
export class IdTokenSigner {
  private cached: { pem: string; key: KeyObject } | null = null;

  constructor(private readonly state: State) {}

  sign(context: Context, access: AccessTokenRecord, nonce: string | undefined): string {
    const key = this.key();
    const issued = Math.floor(context.now / 1000);
    const claims = {
      iss: 'https://accounts.google.com',
      aud: access.clientId,
      azp: access.clientId,
      iat: issued,
      exp: issued + 3_600,
      at_hash: createHash('sha256').update(access.token).digest().subarray(0, 16).toString('base64url'),
      ...(nonce !== undefined && { nonce }),
      ...userInfo(context.state.accounts.get('', access.account)!, access.scopes),
    };
    const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: kidOf(key) })}.${encode(claims)}`;
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  }

  /** The public key as a JSON Web Key Set (RFC 7517). */
  keySet() {
    const key = this.state.database.transact(() => this.key());
    return { keys: [{ ...createPublicKey(key).export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: kidOf(key) }] };
  }

  private key(): KeyObject {
    const stored = this.state.settings.get('', 'signingKey') as string | undefined;
    if (stored !== undefined && this.cached?.pem === stored) return this.cached.key;
    const key =
      stored === undefined ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : createPrivateKey(stored);
    const pem = stored ?? (key.export({ type: 'pkcs8', format: 'pem' }) as string);
    if (stored === undefined) this.state.settings.put('', 'signingKey', pem);
    this.cached = { pem, key };
    return key;
  }
}

const kidOf = (key: KeyObject) =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 40);

/** What the sign-in scopes tell of an account. */
export function userInfo(account: AccountRecord, scopes: readonly string[]): Record<string, unknown> {
  const has = (name: string) => scopes.some((scope) => isSignIn(scope) && scope.endsWith(name));
  return {
    sub: account.sub,
    ...(has('userinfo.email') && { email: account.email, email_verified: true }),
    ...(has('userinfo.profile') && { name: account.name }),
  };
}
