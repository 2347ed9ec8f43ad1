import type { Batch, Consumer } from '@kalends/kafka';
import type { Clock } from '@kalends/kernel';
import type { Gate } from '../gate';
import type { ConsumerGroup, GroupMember } from './consumer-group';
import type { GroupPosition } from './group-position';

/** By which a process takes part in a group. */
export interface Membership {
  readonly gate: Gate;
  /** Whose death ends it (`MemoryBus.disconnect`). */
  readonly owner: object;
  /** For pauses and for the time-out of the dead. */
  readonly clock: Clock;
}

export class MemoryConsumer implements Consumer, GroupMember {
  positions: readonly GroupPosition[] = [];
  onArrival: () => void = () => {};
  diedAt: number | null = null;
  private group: ConsumerGroup | null = null;
  private turn = 0;

  constructor(
    /** @throws Error when a topic is missing */
    private readonly findGroup: () => ConsumerGroup,
    private readonly membership: Membership,
  ) {}

  get owner(): object {
    return this.membership.owner;
  }

  start(onArrival: () => void): Promise<void> {
    return this.membership.gate.pass('bus.join', () => {
      this.onArrival = onArrival;
      this.group = this.findGroup();
      this.group.join(this);
    });
  }

  next(): Batch | null {
    if (!this.alive() || this.nextAt() === Infinity) return null;
    const now = this.now();
    const count = this.positions.length;
    for (let step = 0; step < count; step += 1) {
      const position = this.positions[(this.turn + step) % count]!;
      if (position.readyAt > now) continue;
      this.turn += step + 1;
      return position.take();
    }
    return null;
  }

  nextAt(): number {
    this.group?.expelTheDead(this.membership.clock);
    let earliest = Infinity;
    for (const position of this.positions) if (position.readyAt < earliest) earliest = position.readyAt;
    return earliest;
  }

  alive(): boolean {
    return this.diedAt === null;
  }

  stop(): Promise<void> {
    return this.membership.gate.pass('bus.leave', () => this.group?.leave(this));
  }

  now(): number {
    return this.membership.clock.now().getTime();
  }

  die(): void {
    this.diedAt ??= this.now();
    this.onArrival = () => {};
  }
}
