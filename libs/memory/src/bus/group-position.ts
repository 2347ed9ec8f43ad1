import type { Batch, ReceivedRecord } from '@kalends/kafka';
import type { PartitionLog } from './topic-log';

const recordsAtOnce = 100;

/** Whoever goes on in a partition. */
export interface Assignee {
  onArrival(): void;
  /** Its process lives. */
  alive(): boolean;
  /** Epoch milliseconds. */
  now(): number;
}

/** How far a group has come in one partition, and which of its members goes on there. */
export class GroupPosition {
  member: Assignee | null = null;
  private batch: MemoryBatch | null = null;
  private resumesAt = 0;

  constructor(
    readonly log: PartitionLog,
    private committed: number,
  ) {
    log.listeners.push(() => this.member?.onArrival());
  }

  /** Not all that came is committed. */
  get isBehind(): boolean {
    return this.committed < this.log.records.length;
  }

  /** Epoch milliseconds from which there is something to take; Infinity while there is not. */
  get readyAt(): number {
    return this.batch === null && this.isBehind ? this.resumesAt : Infinity;
  }

  take(): Batch {
    const records = this.log.records.slice(this.committed, this.committed + recordsAtOnce);
    return (this.batch = new MemoryBatch(this, records));
  }

  isUnderWay(batch: MemoryBatch): boolean {
    return this.batch === batch;
  }

  settle(batch: MemoryBatch, handled: number, pauseMs: number): void {
    // Whoever died or lost the partition commits nothing any more.
    if (this.batch !== batch || this.member === null || !this.member.alive()) return;
    this.batch = null;
    this.committed += handled;
    const isPaused = handled < batch.records.length && pauseMs > 0;
    this.resumesAt = isPaused ? this.member.now() + pauseMs : 0;
    if (!isPaused && this.readyAt < Infinity) this.member.onArrival();
  }

  /** What is under way there is nobody's any more and comes again. */
  assign(member: Assignee | null): void {
    this.member = member;
    this.batch = null;
    this.resumesAt = 0;
  }

  rewind(records: number): void {
    this.committed = Math.max(0, this.committed - records);
  }
}

class MemoryBatch implements Batch {
  constructor(
    private readonly position: GroupPosition,
    readonly records: readonly ReceivedRecord[],
  ) {}

  get topic(): string {
    return this.position.log.topic;
  }

  get partition(): number {
    return this.position.log.partition;
  }

  isCurrent(): boolean {
    return this.position.isUnderWay(this);
  }

  settle(handled: number, pauseMs = 0): void {
    this.position.settle(this, handled, pauseMs);
  }
}
