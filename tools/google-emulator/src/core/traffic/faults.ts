import type { Randomness } from '../ports';

/** Which calls a fault may hit; what is absent matches all. */
export interface FaultMatch {
  method?: string;
  /** A regular expression over the path, such as `/events$`. */
  path?: string;
  account?: string;
}

/** What it does: answer a status before or after the call took effect, wait, break the connection, or cut the body. */
export interface FaultEffect {
  when: 'before' | 'after';
  status?: number;
  /** The reason in Google's error JSON, or the OAuth error code. */
  reason?: string;
  delayMs?: number;
  connection?: 'reset' | 'cut';
}

export interface Fault extends FaultMatch, FaultEffect {
  /** A queue: hits this many calls, then is gone. Absent: until removed. */
  times?: number;
  /** Hits this share of the matching calls; 1 when absent. */
  rate?: number;
}

export interface Call {
  method: string;
  path: string;
  account: string | null;
}

export class Faults {
  private rules: (Fault & { id: number; hits: number })[] = [];
  private lastId = 0;

  constructor(private readonly random: Randomness) {}

  add(fault: Fault): number {
    this.rules.push({ ...fault, id: ++this.lastId, hits: 0 });
    return this.lastId;
  }

  list() {
    return this.rules;
  }

  remove(id: number): void {
    this.rules = this.rules.filter((rule) => rule.id !== id);
  }

  clear(): void {
    this.rules = [];
  }

  /** The first fault that hits this call, used up by one. */
  hit(call: Call): FaultEffect | null {
    const rule = this.rules.find(
      (candidate) => isMatch(candidate, call) && this.random.fraction() < (candidate.rate ?? 1),
    );
    if (!rule) return null;
    rule.hits += 1;
    if (rule.times !== undefined && rule.hits >= rule.times) this.remove(rule.id);
    return rule;
  }
}

function isMatch(rule: FaultMatch, call: Call): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== call.method.toUpperCase()) return false;
  if (rule.account !== undefined && rule.account !== call.account) return false;
  return rule.path === undefined || new RegExp(rule.path).test(call.path);
}
