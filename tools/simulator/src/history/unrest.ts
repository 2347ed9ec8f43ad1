import type { Act, History } from './step';

/** How much in a history is reason for calls that no change asked for. */
export interface Unrest {
  /** Calls, processes and records that something was to happen to. */
  readonly troubles: number;
  /** While a service did not answer, how often all that was under way may have been tried again. */
  readonly stalls: number;
  /** What was done about links, consents and tokens, after which all of a calendar may be looked at. */
  readonly orders: number;
  /** After which all of a calendar may be written anew. */
  readonly relinks: number;
  /** Google pushed some of its news twice. */
  readonly isPushedTwice: boolean;
  /** Google told its lists in little pieces. */
  readonly isPaged: boolean;
}

const troubles: ReadonlySet<Act['do']> = new Set<Act['do']>([
  ...(['die', 'freeze', 'google-fails', 'google-breaks', 'google-slow', 'answers-lost'] as const),
  ...([
    'database-refuses',
    'database-freezes',
    'commits-unanswered',
    'kafka-refuses',
    'kafka-rebalances',
    'kafka-rewinds',
  ] as const),
]);
const relinks: ReadonlySet<Act['do']> = new Set<Act['do']>(['link', 'unlink']);
const orders: ReadonlySet<Act['do']> = new Set<Act['do']>([
  ...(['link', 'unlink', 'sync-now', 'branch-switch', 'access-given', 'access-revoked', 'trespass'] as const),
  ...(['calendar-deleted', 'sync-tokens-expire', 'tokens-expire'] as const),
]);

/** Between two attempts, on an average of the first ones. */
const patienceMs = 5_000;

/** How long google-sync may wait for another service in vain; of two replicas one that died is no loss. */
function stalledMs(act: Act, acts: readonly Act[]): number {
  if (!('service' in act) || act.service === 'google-sync') return 0;
  if (act.do === 'freeze' || act.do === 'database-refuses' || act.do === 'database-freezes') return act.ms;
  const isOther = (other: Act): boolean =>
    other.do === 'die' && act.do === 'die' && other.service === act.service && other.replica !== act.replica;
  return act.do === 'die' && acts.some(isOther) ? act.downMs : 0;
}

export function unrestOf({ steps }: History): Unrest {
  const acts = steps.map(({ act }) => act);
  const count = (which: ReadonlySet<Act['do']>): number => acts.filter((act) => which.has(act.do)).length;
  const times = acts.filter((act) => troubles.has(act.do)).map((act) => ('times' in act ? act.times : 1));
  return {
    troubles: times.reduce((sum, each) => sum + each, 0),
    stalls: acts.reduce((sum, act) => sum + Math.ceil(stalledMs(act, acts) / patienceMs), 0),
    orders: count(orders),
    relinks: count(relinks),
    isPushedTwice: acts.some((act) => act.do === 'pushes' && act.doubled > 0),
    isPaged: acts.some((act) => act.do === 'pages'),
  };
}
