import { randomBytes, randomInt } from 'node:crypto';

/** Randomness for jitter and secrets, a port so that a simulation can seed it. */
export interface Randomness {
  /** A number in [0, 1). */
  fraction(): number;
  /** `bytes` random bytes as base64url without padding. */
  token(bytes: number): string;
}

export const systemRandomness: Randomness = {
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
  token: (bytes) => randomBytes(bytes).toString('base64url'),
};
