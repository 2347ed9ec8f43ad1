import type { Gate } from '@kalends/memory';
import type { Party, Schedule } from './schedule';

/** What becomes of a call on its way. */
export interface Fate {
  /** The process dies: before the call has its effect, or before it hears the answer. */
  readonly dies?: 'before' | 'after';
  /** Thrown instead of the effect, or instead of the answer. */
  readonly fails?: { readonly when: 'before' | 'after'; readonly error: () => Error };
  /** Virtual milliseconds that the answer takes. */
  readonly slowMs?: number;
}

/** Calls that leave the process and come back; the others are statements at its database. */
const isRemote = (call: string): boolean => /^(google|oauth|rpc|bus)\./.test(call);

/** Of the statements of a transaction, how many are a place where others may come in between. */
const watched = 0.35;

/** A promise of its own for each who waits: one for all would keep everybody who ever waited. */
const never = (): Promise<never> => new Promise(() => {});

/** The gate of one simulated process. */
export class ProcessGate implements Gate {
  constructor(
    private readonly party: Party,
    private readonly schedule: Schedule,
    private readonly fateOf: (call: string) => Fate | null,
    private readonly die: () => void,
  ) {}

  async pass<T>(call: string, effect: () => T): Promise<T> {
    if (this.party.isDead) return never();
    const remote = isRemote(call);
    if (remote || call === 'commit' || this.schedule.chance.is(watched)) await this.schedule.turn(this.party, call);
    const fate = this.fateOf(call);
    if (fate === null && !remote) return effect();
    if (fate?.dies === 'before') return this.dead();
    if (fate?.fails?.when === 'before') throw fate.fails.error();
    const answer = await effect();
    if (fate?.slowMs) await this.schedule.pause(this.party, fate.slowMs, `${call} answered late`);
    else if (remote) await this.schedule.turn(this.party, `${call} answered`);
    if (fate?.dies === 'after') return this.dead();
    if (fate?.fails?.when === 'after') throw fate.fails.error();
    return answer;
  }

  private dead(): Promise<never> {
    this.die();
    return never();
  }
}
