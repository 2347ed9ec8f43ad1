import { nextTick } from 'node:process';
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
  /** What `due` looks at, such as a database. */
  readonly heeds: object;
  /** Epoch ms from which there is something to do; null: nothing. Asked again after a run, and after `touch`. */
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
  readonly ring: () => void;
}

interface Standing {
  readonly part: Part;
  dueAt: number;
  isTouched: boolean;
  isRunning: boolean;
}

/** Until whoever was let go has come to its next call, has ended, or waits for somebody else: no microtask is left then. */
const atRest = (): Promise<void> => new Promise((rested) => nextTick(rested));

/** The same when it may be the main program that asks, of which a tick comes before the microtasks. */
async function atRestFromAnywhere(): Promise<void> {
  await Promise.resolve();
  await atRest();
}

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
  /** The first to ring first. */
  private readonly alarms: Alarm[] = [];

  constructor(
    readonly chance: Chance,
    /** Epoch ms. */
    public now: number,
  ) {}

  /** Resolves when it is this party's turn to make the call. */
  turn(party: Party, call: string): Promise<void> {
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

  at(time: number, ring: () => void): Alarm {
    const alarm = { at: time, ring };
    let index = this.alarms.length;
    while (index > 0 && this.alarms[index - 1]!.at > time) index -= 1;
    this.alarms.splice(index, 0, alarm);
    return alarm;
  }

  /** kernel's Timer under this schedule's time. */
  readonly timer: Timer = {
    after: (ms, action) => {
      const alarm = this.at(this.now + ms, action);
      return () => {
        const index = this.alarms.indexOf(alarm);
        if (index >= 0) this.alarms.splice(index, 1);
      };
    },
  };

  /** Something begins that nobody waits for. */
  start(work: Promise<unknown>): void {
    work.catch(() => undefined);
  }

  add(part: Part): void {
    this.standing.push({ part, dueAt: Infinity, isTouched: true, isRunning: false });
  }

  /** The parts of the party have gone with it. */
  remove(party: Party): void {
    for (let index = this.standing.length - 1; index >= 0; index -= 1)
      if (this.standing[index]!.part.party === party) this.standing.splice(index, 1);
    for (let index = this.waiting.length - 1; index >= 0; index -= 1)
      if (this.waiting[index]!.party === party) this.waiting.splice(index, 1);
  }

  /** Parts that heed this may have something else to do now: they will be asked again. */
  touch(changed: object): void {
    for (const standing of this.standing) if (standing.part.heeds === changed) standing.isTouched = true;
  }

  /** Gives `turns` turns at the present instant, as far as anybody wants one. */
  async give(turns: number): Promise<void> {
    await atRestFromAnywhere();
    for (let given = 0; given < turns; given += 1) if (!(await this.next())) return;
  }

  /** Goes on until `end` has come and nobody has anything to do then. @throws NeverRests after `limit` turns */
  async until(end: number, limit: number): Promise<void> {
    await atRestFromAnywhere();
    for (let given = 0; ; given += 1) {
      if (given > limit) throw new NeverRests(`Not at rest after ${limit} turns.`);
      if (await this.next()) continue;
      const at = this.soonest();
      if (at === null || at > end) break;
      this.now = at;
    }
    this.now = Math.max(this.now, end);
  }

  /** When somebody has something to do next; null: never. */
  private soonest(): number | null {
    let soonest = this.alarms[0]?.at ?? Infinity;
    for (const standing of this.standing) soonest = Math.min(soonest, this.dueOf(standing));
    return soonest === Infinity ? null : Math.max(soonest, this.now);
  }

  /** @returns false when nobody has anything to do now */
  private async next(): Promise<boolean> {
    while (this.ring()) await atRest();
    if (!this.letOne()) return false;
    await atRest();
    return true;
  }

  /** One of those who wait, or of the parts that are due. */
  private letOne(): boolean {
    const { waiting, standing, now } = this;
    let turns = 0;
    for (const { party } of waiting) if (!party.isFrozen) turns += 1;
    let parts = 0;
    for (const each of standing) if (this.dueOf(each) <= now) parts += 1;
    if (turns + parts === 0) return false;
    this.turns += 1;
    let drawn = this.chance.below(turns + parts);
    if (drawn >= turns) {
      drawn -= turns;
      this.begin(standing.find((each) => this.dueOf(each) <= now && (drawn -= 1) < 0)!);
    } else {
      const index = waiting.findIndex(({ party }) => !party.isFrozen && (drawn -= 1) < 0);
      const [turn] = waiting.splice(index, 1);
      this.note(turn!.party, turn!.call);
      turn!.go();
    }
    return true;
  }

  private begin(standing: Standing): void {
    standing.isRunning = true;
    this.note(standing.part.party, `${standing.part.name} begins`);
    const end = (): void => {
      standing.isRunning = false;
      standing.isTouched = true;
    };
    standing.part.run().then(end, end);
  }

  /** Infinity: there is nothing to do, or nobody who can. */
  private dueOf(standing: Standing): number {
    if (standing.isRunning || standing.part.party.isFrozen) return Infinity;
    if (standing.isTouched) {
      standing.isTouched = false;
      standing.dueAt = standing.part.due() ?? Infinity;
    }
    return standing.dueAt;
  }

  /** @returns whether any alarm was due */
  private ring(): boolean {
    let rung = 0;
    while (this.alarms.length > 0 && this.alarms[0]!.at <= this.now) {
      this.alarms.shift()!.ring();
      rung += 1;
    }
    return rung > 0;
  }

  private note(party: Party, what: string): void {
    this.trace?.push(`${new Date(this.now).toISOString().slice(11, 23)} ${party.name}: ${what}`);
  }
}

/** Work that makes new work for ever: that is a finding, not a failure of the simulation. */
export class NeverRests extends Error {}
