import type { EventName, EventOf } from '@kalends/contracts';

/** An event to be told once its transaction has committed. */
export interface OutgoingEvent<N extends EventName = EventName> {
  readonly name: N;
  readonly tenantId: string;
  readonly aggregateId: string;
  /** 1, 2, 3… per aggregate: unique together with the aggregate. */
  readonly version: number;
  readonly payload: EventOf<N>;
}

/** The outbox of one transaction: what is appended becomes one row with the caller's commit, or nothing does. */
export interface Outbox {
  append<N extends EventName>(event: OutgoingEvent<N>): Promise<void>;
}
