import { createHash } from 'node:crypto';
import { DomainError } from '@kalends/kernel';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { userFromClaims, type User } from './user';

/** A verified token is not verified again for so long: rights may be 60 s late at most (I11), and a check costs half a millisecond. */
const trustedMs = 30_000;
const capacity = 10_000;

interface Verified {
  readonly user: User;
  readonly until: number;
}

/** Verifies sign-in tokens (RFC 7519) against the issuer's published keys (RFC 7517), which it fetches and caches. */
export class SignInVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new Map<string, Verified>();

  constructor(
    private readonly options: { readonly jwksUrl: string; readonly issuer: string; readonly now?: () => Date },
  ) {
    this.keys = createRemoteJWKSet(new URL(options.jwksUrl), { cooldownDuration: 5_000, timeoutDuration: 3_000 });
  }

  /** @throws DomainError `unauthenticated` for any token that is not ours, `unavailable` when keys can't be had. */
  async verify(token: string): Promise<User> {
    const now = this.options.now?.() ?? new Date();
    const digest = createHash('sha256').update(token).digest('base64');
    const known = this.verified.get(digest);
    if (known && now.getTime() < known.until) return known.user;
    const { user, expiresAt } = await this.check(token, now);
    this.remember(digest, { user, until: Math.min(now.getTime() + trustedMs, expiresAt) });
    return user;
  }

  private async check(token: string, now: Date): Promise<{ user: User; expiresAt: number }> {
    const { issuer } = this.options;
    const demands = { issuer, algorithms: ['ES256', 'EdDSA'], requiredClaims: ['exp'], currentDate: now };
    try {
      const { payload } = await jwtVerify(token, this.keys, demands);
      return { user: userFromClaims(payload), expiresAt: payload.exp! * 1000 };
    } catch (cause) {
      if (!isVerdict(cause)) {
        const words = 'Sign-in cannot be checked right now; try again shortly.';
        throw new DomainError('unavailable', 'session/unverifiable', words, {}, { cause });
      }
      const words = 'Your session has ended; sign in again.';
      throw new DomainError('unauthenticated', 'session/invalid', words, {}, { cause });
    }
  }

  /** The oldest goes when there are too many. */
  private remember(digest: string, verified: Verified): void {
    this.verified.delete(digest);
    this.verified.set(digest, verified);
    const [oldest] = this.verified.keys();
    if (this.verified.size > capacity && oldest !== undefined) this.verified.delete(oldest);
  }
}

/** Whether the error says something of the token. All others (no connection, no keys in the answer) say something of the issuer. */
const isVerdict = (error: unknown): boolean =>
  error instanceof z.ZodError ||
  (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC' && !(error instanceof errors.JWKSTimeout));
