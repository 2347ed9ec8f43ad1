import { randomUUIDv7 } from 'node:crypto';

/** Makes ids: UUIDv7 (RFC 9562 section 5.7), lower-case, with hyphens, so that keys grow with time. */
export interface Ids {
  next(): string;
}

export const uuidv7: Ids = { next: () => randomUUIDv7() };
