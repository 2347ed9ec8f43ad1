import type { GoogleEvent } from '../../reconcile/domain/google-event';

/** An event that Google answered. */
export interface FoundEvent extends GoogleEvent {
  readonly id: string;
  readonly etag: string;
  /** The same for a master and its instances. */
  readonly iCalUID?: string | null;
}

/** An event as Google has it now: a series whole, with those of its instances that differ. */
export type Found =
  | { readonly is: 'present'; readonly master: FoundEvent; readonly instances: readonly FoundEvent[] }
  /** Proven: it answers as cancelled, or 404/410 and its calendar lists nothing else (I7). */
  | { readonly is: 'deleted'; readonly master: FoundEvent | null };
