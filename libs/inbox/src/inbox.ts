import type { EventMeta } from './event-handler';

/** One aggregate's events of one topic: what is ordered, and what is parked together. */
export interface AggregateAddress {
  readonly tenantId: string;
  readonly topic: string;
  readonly aggregateId: string;
}

/** An event that could not be applied, with all that is needed to apply it later. */
export interface ParkedEvent {
  readonly meta: EventMeta;
  readonly payload: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** A DomainError's code, an error's name, or `parked/behind-another`. */
  readonly reason: string;
  /** For the person who looks at it. */
  readonly message: string;
  readonly attempts: number;
}

/**
 * One consumer's memory of events, bound to one transaction. An implementation keeps two transactions on the same
 * aggregate apart: the second waits for the first one's end.
 */
export interface Inbox {
  /**
   * `new`: the event is now recorded as applied, with this transaction: apply it. `known`: it, or a later version of its
   * aggregate, has been applied. `held`: an earlier version is parked, so this one has to queue behind it.
   */
  admit(event: EventMeta): Promise<'new' | 'known' | 'held'>;
  /** Parks the event and holds later versions of its aggregate; parked before: counts the attempt; applied meanwhile: nothing. */
  park(event: ParkedEvent): Promise<void>;
  /** The oldest parked event of the aggregate, which `admit` now lets pass within this transaction; null when none is left. */
  takeParked(aggregate: AggregateAddress): Promise<ParkedEvent | null>;
  /** The event was applied with this transaction by the order of `by`; later ones stay held while any is parked. */
  settleParked(event: EventMeta, by: string): Promise<void>;
  /** Deletes up to `limit` records that are older than any redelivery, and parked events long applied; returns how many. */
  purge(limit: number): Promise<number>;
}

/** A service's bundle must have its consumer's inbox. */
export interface WithInbox {
  readonly inbox: Inbox;
}
