import type { Clock } from '@kalends/kernel';
import { GroupPosition, type Assignee } from './group-position';
import type { PartitionLog } from './topic-log';

/** How long the dead keep their partitions: KafkaJsConsumer's session time-out. */
const sessionTimeoutMs = 10_000;

export interface GroupMember extends Assignee {
  readonly owner: object;
  /** Its partitions, as the last rebalance gave them. */
  positions: readonly GroupPosition[];
  /** Epoch milliseconds at which its process died. */
  readonly diedAt: number | null;
  /** Epoch milliseconds from which it has something to take; Infinity while it has not. */
  nextAt(): number;
  die(): void;
}

/** The members that share some topics' partitions, and how far they have come. All of them read the same topics. */
export class ConsumerGroup {
  private readonly positions: readonly GroupPosition[];
  private members: GroupMember[] = [];
  private generation = 0;
  /** Epoch milliseconds at which the first of the dead is expelled. */
  private expelsAt = Infinity;

  constructor(logs: readonly PartitionLog[], from: 'earliest' | 'latest') {
    this.positions = logs.map((log) => new GroupPosition(log, from === 'latest' ? log.records.length : 0));
  }

  join(member: GroupMember): void {
    this.members.push(member);
    this.rebalance();
  }

  leave(member: GroupMember): void {
    this.members = this.members.filter((other) => other !== member);
    member.positions = [];
    this.rebalance();
  }

  disconnect(owner: object): void {
    for (const member of this.members) if (member.owner === owner) member.die();
    this.expelsAt = this.firstExpulsion();
  }

  /** Whoever has been dead for the session's time-out loses its partitions to the others. */
  expelTheDead(clock: Clock): void {
    if (this.expelsAt === Infinity) return;
    const now = clock.now().getTime();
    if (now < this.expelsAt) return;
    const isExpelled = ({ diedAt }: GroupMember): boolean => diedAt !== null && now >= diedAt + sessionTimeoutMs;
    for (const position of this.positions)
      if (this.members.some((member) => member === position.member && isExpelled(member))) position.assign(null);
    this.members = this.members.filter((member) => !isExpelled(member));
    this.expelsAt = this.firstExpulsion();
    this.rebalance();
  }

  /**
   * The living give back what they have and get other partitions, as it is when somebody comes or goes. The dead can't
   * give anything back.
   */
  rebalance(): void {
    this.generation += 1;
    const living = this.members.filter((member) => member.alive());
    this.positions.forEach((position, index) => {
      if (position.member?.alive() !== false)
        position.assign(living[(index + this.generation) % living.length] ?? null);
    });
    for (const member of living) {
      member.positions = this.positions.filter((position) => position.member === member);
      member.onArrival();
    }
  }

  /** Goes back by as many records in each partition. */
  rewind(records: number): void {
    for (const position of this.positions) position.rewind(records);
    this.rebalance();
  }

  /** Epoch milliseconds from which that member has, or may inherit, something to take; Infinity: never. */
  nextAt(owner: object): number {
    const member = this.members.find((other) => other.owner === owner && other.alive());
    if (member === undefined) return Infinity;
    const own = member.nextAt();
    const inherited = this.expelsAt < own && this.positions.some(isLeftByTheDead) ? this.expelsAt : Infinity;
    return Math.min(own, inherited);
  }

  private firstExpulsion(): number {
    let first = Infinity;
    for (const { diedAt } of this.members) if (diedAt !== null) first = Math.min(first, diedAt + sessionTimeoutMs);
    return first;
  }
}

const isLeftByTheDead = (position: GroupPosition): boolean => position.member?.alive() === false && position.isBehind;
