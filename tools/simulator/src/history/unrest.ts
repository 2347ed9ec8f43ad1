import type { Act, History } from './step';

/** How much in a history is reason for calls that no change asked for. */
export interface Unrest {
  /** Calls, processes and records that something was to happen to. */
  readonly troubles: number;
  /** What was done about links, consents and tokens, after which all of a calendar may be looked at. */
  readonly orders: number;
  /** After which all of a calendar may be written anew. */
  readonly relinks: number;
  /** Google told its lists in little pieces. */
  readonly isPaged: boolean;
}

const troubles: ReadonlySet<Act['do']> = new Set<Act['do']>([
  ...(['die', 'freeze', 'google-fails', 'google-breaks', 'google-slow', 'answers-lost'] as const),
  ...(['database-refuses', 'commits-unanswered', 'kafka-refuses', 'kafka-rebalances', 'kafka-rewinds'] as const),
]);
const relinks: ReadonlySet<Act['do']> = new Set<Act['do']>(['link', 'unlink']);
const orders: ReadonlySet<Act['do']> = new Set<Act['do']>([
  ...(['link', 'unlink', 'sync-now', 'branch-switch', 'access-given', 'access-revoked', 'trespass'] as const),
  ...(['calendar-deleted', 'sync-tokens-expire', 'tokens-expire'] as const),
]);

export function unrestOf({ steps }: History): Unrest {
  const acts = steps.map(({ act }) => act);
  const count = (which: ReadonlySet<Act['do']>): number => acts.filter((act) => which.has(act.do)).length;
  const times = acts.filter((act) => troubles.has(act.do)).map((act) => ('times' in act ? act.times : 1));
  return {
    troubles: times.reduce((sum, each) => sum + each, 0),
    orders: count(orders),
    relinks: count(relinks),
    isPaged: acts.some((act) => act.do === 'pages'),
  };
}
