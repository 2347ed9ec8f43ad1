import { v7 } from 'uuid';

/** Makes ids: UUIDv7 (RFC 9562 section 5.7), lower-case, with hyphens, so that keys grow with time. */
export interface Ids {
  next(): string;
}

/** Each one is greater than the one before, also within a millisecond (RFC 9562 section 6.2). */
export const uuidv7: Ids = { next: () => v7() };
