/** How an appointment repeats: not at all, each week for three weeks, or each day for four days. */
export type Repeats = 'once' | 'weekly' | 'daily';

/** Which of the things that are there; taken modulo their number, so that a shorter history still means something. */
export type Which = number;

/** One of twenty places in the days after the history's beginning; the one beyond lies before it. */
export type Slot = number;

export type ServiceName = 'scheduling' | 'oauth-consent' | 'google-sync';

/** What somebody does. */
export type Act =
  // the receptionist, and a customer who books and repeats the booking until it is answered
  | {
      readonly do: 'book';
      readonly who: 'receptionist' | 'customer';
      readonly resource: Which;
      /** A second one that is taken along, if it is another. */
      readonly also: Which;
      readonly slot: Slot;
      readonly repeats: Repeats;
    }
  | { readonly do: 'move' | 'move-date'; readonly item: Which; readonly slot: Slot }
  | { readonly do: 'retitle' | 'cancel' | 'cancel-date' | 'restore' | 'complete'; readonly item: Which }
  | { readonly do: 'reassign'; readonly item: Which; readonly resource: Which }
  | {
      /** Several customers at once, for the same place. */
      readonly do: 'rush';
      readonly customers: number;
      readonly resource: Which;
      readonly also: Which;
      readonly slot: Slot;
    }
  // the employee in Google
  | { readonly do: 'google-create'; readonly calendar: Which; readonly slot: Slot; readonly repeats: Repeats }
  | {
      readonly do: 'google-drag' | 'google-drag-date';
      readonly calendar: Which;
      readonly event: Which;
      readonly slot: Slot;
    }
  | {
      readonly do:
        | 'google-resize'
        | 'google-retitle'
        | 'google-delete'
        | 'google-delete-date'
        | 'google-restore'
        | 'google-duplicate';
      readonly calendar: Which;
      readonly event: Which;
    }
  | { readonly do: 'calendar-deleted'; readonly calendar: Which }
  | { readonly do: 'access-given'; readonly resource: Which }
  | { readonly do: 'access-revoked' | 'tokens-expire'; readonly account: Which }
  | {
      readonly do: 'sync-tokens-expire';
      readonly calendar: Which;
      /** The list that is read anew lacks what was deleted. */
      readonly forgetsDeleted?: boolean;
    }
  // the administrator
  | {
      readonly do: 'link';
      readonly resource: Which;
      readonly mode: 'two-way' | 'export';
      readonly reset: boolean;
      /** With the calendar of the company's other resource. */
      readonly swaps: boolean;
    }
  | { readonly do: 'unlink'; readonly resource: Which; readonly google: 'leave' | 'delete-events' }
  | { readonly do: 'sync-now'; readonly resource: Which }
  | { readonly do: 'branch-switch'; readonly company: Which; readonly on: boolean }
  // somebody who reaches for what is another company's
  | {
      readonly do: 'trespass';
      readonly how: 'book' | 'reassign' | 'move' | 'cancel' | 'sync-now' | 'link' | 'link-calendar';
      readonly resource: Which;
      readonly appointment: Which;
      readonly slot: Slot;
    }
  // the clock
  | { readonly do: 'pass'; readonly ms: number }
  // what goes wrong
  | {
      readonly do: 'die';
      readonly service: ServiceName;
      readonly replica: Which;
      readonly calls: number;
      readonly when: 'before' | 'after';
      readonly downMs: number;
    }
  | { readonly do: 'freeze'; readonly service: ServiceName; readonly replica: Which; readonly ms: number }
  | {
      readonly do: 'google-fails';
      readonly status: number;
      readonly when: 'before' | 'after';
      readonly times: number;
      readonly reason?: string;
    }
  | {
      readonly do: 'google-breaks';
      readonly how: 'reset' | 'cut';
      readonly when: 'before' | 'after';
      readonly times: number;
    }
  | { readonly do: 'google-slow'; readonly ms: number; readonly times: number }
  | { readonly do: 'pushes'; readonly lost: number; readonly doubled: number; readonly lateMs: number }
  | { readonly do: 'pages'; readonly size: number }
  /** Google tells of what was deleted nothing but the id, from now on. */
  | { readonly do: 'tombstones-bare' }
  | {
      readonly do: 'answers-lost';
      readonly service: ServiceName;
      readonly when: 'before' | 'after';
      readonly times: number;
    }
  | { readonly do: 'database-refuses' | 'database-freezes'; readonly service: ServiceName; readonly ms: number }
  | { readonly do: 'commits-unanswered'; readonly service: ServiceName; readonly times: number }
  | { readonly do: 'kafka-refuses'; readonly when: 'before' | 'after'; readonly times: number }
  | { readonly do: 'kafka-rebalances' | 'kafka-rewinds'; readonly service: ServiceName; readonly records: number };

export interface Step {
  readonly act: Act;
  /** Turns that everybody else gets before the next step: with few of them much is under way at once. */
  readonly turns: number;
  /** The draws from here on, so that leaving out other steps leaves these as they are. */
  readonly salt: number;
}

/** One history, as plain values: the same again is the same to the last call. */
export interface History {
  readonly salt: number;
  /** Days with and without a change to or from summer time. */
  readonly begins: string;
  readonly steps: readonly Step[];
}

/** In words, for people. */
export function tell({ act, turns }: Step): string {
  const { do: name, ...facts } = act;
  const told = Object.entries(facts).map(([key, value]) => `${key} ${String(value)}`);
  return `${[name, ...told].join(', ')}; then ${turns} turns`;
}
