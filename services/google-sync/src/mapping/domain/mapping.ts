import type { AppointmentContent } from '@kalends/calendar';

/**
 * One appointment and its event in one calendar. It has two halves that change apart: `ours`, which follows the
 * appointment's version, and the rest, what we know of Google, whose changes `revision` counts.
 */
export interface Mapping {
  readonly linkId: string;
  readonly appointmentId: string;
  readonly eventId: string;
  /** The newest state that we have heard of; null: none yet (an event from Google on its way into Kalends). */
  readonly ours: OurSide | null;
  readonly google: GoogleSide;
  /** A write that was begun and whose outcome is not known. */
  readonly sent: Sent | null;
  /** The mark of the last write. */
  readonly marks: number;
  /** Why Kalends can't hold the event as an appointment: a stable code. It is looked at again when it changes. */
  readonly refused: string | null;
  readonly revision: number;
}

export interface OurSide {
  readonly version: number;
  /** Null: nothing of it belongs into this calendar (cancelled, or another resource's by now). */
  readonly content: AppointmentContent | null;
}

/** ETag by event id, of the master and of those instances that differ from it. */
export type ETags = Readonly<Record<string, string>>;

/** What both sides last agreed that Google has. */
export type GoogleSide =
  | { readonly is: 'absent' }
  | {
      readonly is: 'present';
      readonly etags: ETags;
      /** The content both sides last agreed on, in our words. */
      readonly base: AppointmentContent;
      /** The same in Google's words where they differ (it normalises white space and HTML), else null: S4. */
      readonly echoed: AppointmentContent | null;
    }
  /** `etags` are those that it had: a late list that still shows them does not revive it (S32). */
  | { readonly is: 'deleted'; readonly etags: ETags };

export interface Sent {
  /** Written into the event: tells later whether this write has arrived. */
  readonly mark: number;
  /** Which event was written: the master or one instance. */
  readonly eventId: string;
  /** What Google has when the write has arrived. */
  readonly content: AppointmentContent;
}

export const etagsOf = (google: GoogleSide): ETags => (google.is === 'absent' ? {} : google.etags);

export const baseOf = (google: GoogleSide): AppointmentContent | null => (google.is === 'present' ? google.base : null);
