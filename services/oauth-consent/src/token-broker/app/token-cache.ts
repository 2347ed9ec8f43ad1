import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccessToken } from './access-token';

const CAPACITY = 10_000;

/** Access tokens in this process' memory and nowhere else; the oldest go first when there are too many. */
export class TokenCache {
  private readonly tokens = new Map<string, AccessToken>();

  get(key: string): AccessToken | undefined {
    return this.tokens.get(key);
  }

  put(key: string, token: AccessToken): void {
    this.tokens.delete(key);
    this.tokens.set(key, token);
    for (const oldest of this.tokens.keys()) {
      if (this.tokens.size <= CAPACITY) break;
      this.tokens.delete(oldest);
    }
  }

  /** Forgets the token with this SHA-256 (hex), and not a newer one that took its place. */
  drop(key: string, sha256: string): void {
    const token = this.tokens.get(key);
    const digest = token && createHash('sha256').update(token.value).digest();
    const given = Buffer.from(sha256, 'hex');
    if (digest?.length === given.length && timingSafeEqual(digest, given)) this.tokens.delete(key);
  }
}
