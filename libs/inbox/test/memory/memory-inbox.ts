import type { AggregateAddress, EventMeta, Inbox, ParkedEvent } from '../../src';
import type { MemoryState } from './memory-state';

const guardKey = ({ tenantId, topic, aggregateId }: AggregateAddress): string => `${tenantId}/${topic}/${aggregateId}`;

export class MemoryInbox implements Inbox {
  constructor(private readonly state: MemoryState) {}

  admit(event: EventMeta): Promise<'new' | 'known' | 'held'> {
    const guard = this.guard(event);
    if (event.version <= guard.version || this.state.applied.has(event.eventId)) return Promise.resolve('known');
    if (guard.held) return Promise.resolve('held');
    guard.version = event.version;
    this.state.applied.add(event.eventId);
    return Promise.resolve('new');
  }

  park(event: ParkedEvent): Promise<void> {
    const guard = this.guard(event.meta);
    if (guard.version >= event.meta.version) return Promise.resolve();
    guard.held = true;
    const before = this.state.parked.findIndex(({ meta }) => meta.eventId === event.meta.eventId);
    if (before < 0) this.state.parked.push(event);
    else if (event.attempts > 0)
      this.state.parked[before] = { ...event, attempts: this.state.parked[before]!.attempts + 1 };
    return Promise.resolve();
  }

  takeParked(aggregate: AggregateAddress): Promise<ParkedEvent | null> {
    this.guard(aggregate).held = false;
    return Promise.resolve(this.waiting(aggregate)[0] ?? null);
  }

  settleParked(event: EventMeta, by: string): Promise<void> {
    this.state.parked.find(({ meta }) => meta.eventId === event.eventId)!.replayedBy = by;
    this.guard(event).held = this.waiting(event).length > 0;
    return Promise.resolve();
  }

  purge(): Promise<number> {
    return Promise.resolve(0);
  }

  private waiting(aggregate: AggregateAddress): MemoryState['parked'] {
    return this.state.parked
      .filter(({ meta, replayedBy }) => guardKey(meta) === guardKey(aggregate) && replayedBy === undefined)
      .sort((a, b) => a.meta.version - b.meta.version);
  }

  private guard(aggregate: AggregateAddress): { version: number; held: boolean } {
    const key = guardKey(aggregate);
    const guard = this.state.guards.get(key) ?? { version: 0, held: false };
    this.state.guards.set(key, guard);
    return guard;
  }
}
