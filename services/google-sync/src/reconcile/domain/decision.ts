import type { AppointmentContent } from '@kalends/calendar';

/** `time` is start and end together: merged apart they could end before they start. */
export type ContentField =
  'title' | 'description' | 'location' | 'time' | 'transparency' | 'visibility' | 'recurrence' | 'overrides';

/**
 * What one side has. `absent`: never there, or gone without a trace; `deleted`: a positive tombstone (cancelled here, a
 * cancelled event there). An error while reading is none of the three.
 */
export type Side =
  | { readonly is: 'absent' }
  | { readonly is: 'deleted' }
  | { readonly is: 'present'; readonly content: AppointmentContent };

/** `elsewhere`: the appointment is there, but its place is not this calendar (any more): another resource has it. */
export type OurSide = Side | { readonly is: 'elsewhere' };

export interface Sides {
  /** What both sides last agreed on; null before the first time and after a deletion that both know. */
  readonly base: AppointmentContent | null;
  /** Kalends. */
  readonly ours: OurSide;
  /** Google, read after the last of our writes that it has answered. */
  readonly theirs: Side;
  /** `export`: changes in Google are not taken over but undone. */
  readonly mode: 'two-way' | 'export';
}

export interface Decision {
  readonly google: GoogleAction;
  readonly kalends: KalendsAction;
  /** To store as base once both actions are done. */
  readonly base: AppointmentContent | null;
  readonly conflicts: readonly Conflict[];
}

/** `insert` also revives: when the id is taken by a cancelled event, that one is written over. */
export type GoogleAction =
  | { readonly do: 'nothing' }
  | { readonly do: 'insert'; readonly content: AppointmentContent }
  | { readonly do: 'update'; readonly content: AppointmentContent }
  | { readonly do: 'delete' };

export type KalendsAction =
  | { readonly do: 'nothing' }
  | { readonly do: 'create'; readonly content: AppointmentContent }
  | { readonly do: 'change'; readonly content: AppointmentContent; readonly fields: readonly ContentField[] }
  | { readonly do: 'cancel' }
  | { readonly do: 'restore'; readonly content: AppointmentContent };

/**
 * A value that had to give way, kept so that it can be restored. `time` has `{start, end}`; `overrides` has one
 * override, or its recurrenceId alone for the date as the series has it; `status` has `confirmed` or `cancelled`.
 */
export interface Conflict {
  readonly field: ContentField | 'status';
  readonly kept: unknown;
  readonly lost: unknown;
  readonly lostFrom: 'google' | 'kalends';
}
