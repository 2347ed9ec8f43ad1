import type { Timer } from '@kalends/kernel';
import type { Chance } from './chance';

/** Somebody whose turns can be withheld. */
export interface Party {
  readonly name: string;
  isDead: boolean;
  isFrozen: boolean;
}

/** Work that starts by itself when it is due. */
export interface Part {
  readonly name: string;
  readonly party: Party;
  /** Epoch ms from which there is something to do; null: nothing. Asked again after `touch`. */
  due(): number | null;
  run(): Promise<unknown>;
}

interface Turn {
  readonly party: Party;
  readonly call: string;
  readonly go: () => void;
}

interface Alarm {
  readonly at: number;
  readonly order: number;
  readonly ring: () => void;
}

interface Standing {
  readonly part: Part;
  dueAt: number | null;
  isTouched: boolean;
  isRunning: boolean;
}

/** Microtask hops after which whoever was let go has come to its next call, has ended, or waits for somebody else. */
const hops = 40;

/**
 * Decides in which order all that happens at the same time happens. One caller goes on at a time, from one call through a
 * gate to the next; who is next is drawn. Time stands still while anybody can do something.
 */
export class Schedule {
  /** One line for each turn, when somebody wants to read them. */
  trace: string[] | null = null;
  turns = 0;
  private readonly waiting: Turn[] = [];
  private readonly standing: Standing[] = [];
  private alarms: Alarm[] = [];
  private order = 0;
  private arrivals = 0;

  constructor(
    readonly chance: Chance,
    /** Epoch ms. */
    public now: number,
  ) {}

  /** Resolves when it is this party's turn to make the call. */
  turn(party: Party, call: string): Promise<void> {
    this.arrivals += 1;
    return new Promise((go) => void this.waiting.push({ party, call, go }));
  }

  /** Resolves after `ms` of virtual time. */
  pause(party: Party, ms: number, why: string): Promise<void> {
    return new Promise((go) =>
      this.at(this.now + ms, () => {
        if (!party.isDead) this.waiting.push({ party, call: why, go });
      }),
    );
  }

  at(time: number, ring: () => void): void {
    this.alarms.push({ at: time, order: (this.order += 1), ring });
  }

  /** kernel's Timer under this schedule's time. */
  readonly timer: Timer = {
    after: (ms, action) => {
      const alarm = { at: this.now + ms, order: (this.order += 1), ring: action };
      this.alarms.push(alarm);
      return () => void (this.alarms = this.alarms.filter((other) => other !== alarm));
    },
  };

  /** Something begins that nobody waits for. */
  start(work: Promise<unknown>): void {
    const done = (): void => void (this.arrivals += 1);
    work.then(done, done);
  }

  add(part: Part): void {
    this.standing.push({ part, dueAt: null, isTouched: true, isRunning: false });
  }

  /** The parts of the party have gone with it. */
  remove(party: Party): void {
    for (let index = this.standing.length - 1; index >= 0; index -= 1)
      if (this.standing[index]!.part.party === party) this.standing.splice(index, 1);
    for (let index = this.waiting.length - 1; index >= 0; index -= 1)
      if (this.waiting[index]!.party === party) this.waiting.splice(index, 1);
  }

  /** What parts have to do may have changed: all of them will be asked again. */
  touch(): void {
    for (const standing of this.standing) standing.isTouched = true;
  }

  /** Gives `turns` turns at the present instant, as far as anybody wants one. */
  async give(turns: number): Promise<void> {
    for (let given = 0; given < turns; given += 1) if (!(await this.next())) return;
  }

  /** Goes on until `end` has come and nobody has anything to do then. @throws Error after `limit` turns */
  async until(end: number, limit: number): Promise<void> {
    for (let given = 0; ; given += 1) {
      if (given > limit) throw new NeverRests(`Not at rest after ${limit} turns.`);
      if (await this.next()) continue;
      const at = this.soonest();
      if (at === null || at > end) break;
      this.advance(at);
    }
    this.advance(Math.max(this.now, end));
  }

  /** When somebody has something to do next; null: never. */
  soonest(): number | null {
    let soonest: number | null = null;
    for (const { at } of this.alarms) if (soonest === null || at < soonest) soonest = at;
    for (const standing of this.standing) {
      if (standing.isRunning || standing.part.party.isFrozen) continue;
      const due = this.dueOf(standing);
      if (due !== null && (soonest === null || due < soonest)) soonest = due;
    }
    return soonest === null ? null : Math.max(soonest, this.now);
  }

  private advance(to: number): void {
    this.now = to;
  }

  /** @returns false when nobody has anything to do now */
  private async next(): Promise<boolean> {
    if (await this.letOne()) return true;
    // Somebody may be on the way to the next call without having been let go, as those who waited for a lock.
    for (let hop = 0; hop < hops; hop += 1) await null;
    return this.letOne();
  }

  private async letOne(): Promise<boolean> {
    this.ring();
    const turns: Turn[] = [];
    for (const turn of this.waiting) if (!turn.party.isFrozen) turns.push(turn);
    const parts: Standing[] = [];
    for (const standing of this.standing) {
      if (standing.isRunning || standing.part.party.isFrozen) continue;
      const due = this.dueOf(standing);
      if (due !== null && due <= this.now) parts.push(standing);
    }
    const count = turns.length + parts.length;
    if (count === 0) return false;
    this.turns += 1;
    const drawn = this.chance.below(count);
    const { arrivals } = this;
    if (drawn < turns.length) this.letGo(turns[drawn]!);
    else this.begin(parts[drawn - turns.length]!);
    for (let hop = 0; hop < hops && this.arrivals === arrivals; hop += 1) await null;
    return true;
  }

  private letGo(turn: Turn): void {
    this.waiting.splice(this.waiting.indexOf(turn), 1);
    this.note(turn.party, turn.call);
    turn.go();
  }

  private begin(standing: Standing): void {
    standing.isRunning = true;
    this.note(standing.part.party, `${standing.part.name} begins`);
    const done = (): void => {
      standing.isRunning = false;
      standing.isTouched = true;
      this.arrivals += 1;
    };
    standing.part.run().then(done, done);
  }

  private dueOf(standing: Standing): number | null {
    if (standing.isTouched) {
      standing.isTouched = false;
      standing.dueAt = standing.part.due();
    }
    return standing.dueAt;
  }

  private ring(): void {
    if (this.alarms.length === 0) return;
    const due = this.alarms.filter(({ at }) => at <= this.now).sort((a, b) => a.at - b.at || a.order - b.order);
    if (due.length === 0) return;
    this.alarms = this.alarms.filter(({ at }) => at > this.now);
    for (const { ring } of due) ring();
  }

  private note(party: Party, what: string): void {
    this.trace?.push(`${new Date(this.now).toISOString().slice(11, 23)} ${party.name}: ${what}`);
  }
}

/** Work that makes new work for ever: that is a finding, not a failure of the simulation. */
export class NeverRests extends Error {}
