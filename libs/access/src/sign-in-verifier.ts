import { DomainError } from '@kalends/kernel';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { userFromClaims, type User } from './user';

/** Verifies sign-in tokens (RFC 7519) against the issuer's published keys (RFC 7517), which it fetches and caches. */
export class SignInVerifier {
  private readonly keys: JWTVerifyGetKey;

  constructor(private readonly options: { readonly jwksUrl: string; readonly issuer: string }) {
    this.keys = createRemoteJWKSet(new URL(options.jwksUrl), { cooldownDuration: 5_000, timeoutDuration: 3_000 });
  }

  /** @throws DomainError `unauthenticated` for any token that is not ours, `unavailable` when keys can't be had. */
  async verify(token: string): Promise<User> {
    try {
      const { payload } = await jwtVerify(token, this.keys, {
        issuer: this.options.issuer,
        algorithms: ['ES256', 'EdDSA'],
      });
      return userFromClaims(payload);
    } catch (cause) {
      if (cause instanceof errors.JWKSTimeout || (cause instanceof TypeError && cause.message === 'fetch failed')) {
        const words = 'Sign-in cannot be checked right now; try again shortly.';
        throw new DomainError('unavailable', 'session/unverifiable', words, {}, { cause });
      }
      throw new DomainError(
        'unauthenticated',
        'session/invalid',
        'Your session has ended; sign in again.',
        {},
        { cause },
      );
    }
  }
}
