import type { EventIdentity } from '@kalends/kafka';

/** An event as it waits in the outbox: everything that its Kafka record needs. */
export interface OutboxRecord extends EventIdentity {
  /** Order of insertion; within an aggregate also the order of commits, because writers lock the aggregate. */
  readonly seq: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  /** The trace that caused it (`traceparent`). */
  readonly headers: Readonly<Record<string, string>>;
}

/** The relay's view of the outbox. A fake must keep these promises, for they are what order and delivery rest on. */
export interface OutboxStore {
  /**
   * Takes or renews the lease of every shard that is free, expired or `holder`'s own, for `leaseMs` from now, and returns
   * up to `limit` unsent records of the shards that `holder` now leads, by `seq`. Only committed records are seen, and
   * within an aggregate none without all earlier unsent ones.
   */
  unsent(holder: string, leaseMs: number, limit: number): Promise<readonly OutboxRecord[]>;
  /** They will not be returned again. */
  markSent(records: readonly OutboxRecord[]): Promise<void>;
  /** Lets others lead at once. */
  release(holder: string): Promise<void>;
  /** Deletes up to `limit` records that were sent more than `ageMs` ago; returns how many. */
  deleteSent(ageMs: number, limit: number): Promise<number>;
  /** Milliseconds that the oldest unsent record has waited; 0 when none waits. */
  oldestUnsentMs(): Promise<number>;
}
