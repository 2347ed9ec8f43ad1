import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { isSignIn } from './scopes';
import type { Context } from '../context';
import type { AccessTokenRecord, AccountRecord, State } from '../state';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes ID tokens (OpenID Connect). */
export interface IdTokens {
  issue(context: Context, access: AccessTokenRecord, nonce: string | undefined): string;
  /** The public keys as a JSON Web Key Set (RFC 7517). */
  keySet(): { readonly keys: readonly object[] };
}

/** Signs with RS256 and a key that lives in the state, so that it survives a restart. */
export class SignedIdTokens implements IdTokens {
  private cached: { pem: string; key: KeyObject } | null = null;

  constructor(private readonly state: State) {}

  issue(context: Context, access: AccessTokenRecord, nonce: string | undefined): string {
    const key = this.key();
    const input = `${encode({ alg: 'RS256', typ: 'JWT', kid: kidOf(key) })}.${encode(claimsOf(context, access, nonce))}`;
    return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
  }

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

/** Unsigned ones (RFC 7519 section 6), which take no key: for a simulation, where nobody is in between. */
export const unsignedIdTokens: IdTokens = {
  issue: (context, access, nonce) => `${encode({ alg: 'none' })}.${encode(claimsOf(context, access, nonce))}.`,
  keySet: () => ({ keys: [] }),
};

function claimsOf(context: Context, access: AccessTokenRecord, nonce: string | undefined): object {
  const issued = Math.floor(context.now / 1000);
  return {
    iss: 'https://accounts.google.com',
    aud: access.clientId,
    azp: access.clientId,
    iat: issued,
    exp: issued + 3_600,
    at_hash: createHash('sha256').update(access.token).digest().subarray(0, 16).toString('base64url'),
    ...(nonce !== undefined && { nonce }),
    ...userInfo(context.state.accounts.get('', access.account)!, access.scopes),
  };
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
