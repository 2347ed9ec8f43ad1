import type { AppointmentContent } from '@kalends/calendar';
import type { CalendarLink } from '../../link/domain/calendar-link';
import type { Appointment } from '../../scheduling/domain/appointment';

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
  readonly sent: Sent | SentDeletion | null;
  readonly revision: number;
  /** When it was last learnt what Google has. */
  readonly touchedAt: Date;
}

/** Where an appointment has its event, and what is known of it. */
export type Place = Pick<Mapping, 'eventId' | 'google'>;

export interface OurSide {
  readonly version: number;
  /** Null: nothing of it belongs into this calendar (cancelled, or another resource's by now). */
  readonly content: AppointmentContent | null;
}

/** ETag by event id, of the master and of every instance that has become an event of its own. */
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
      /** Ids of instances that show though their series has no such date (S23); absent: none. */
      readonly orphans?: readonly string[];
    }
  /** The event says something that no appointment can: left alone until it changes; `code` says what. */
  | { readonly is: 'parked'; readonly etags: ETags; readonly base: AppointmentContent | null; readonly code: string }
  /** It has to be read before anything is said of it; `base` and `echoed` are what both sides last agreed on. */
  | {
      readonly is: 'unknown';
      readonly base: AppointmentContent | null;
      readonly echoed: AppointmentContent | null;
    }
  /** `etags` are those that it had: a late list that still shows them does not revive it (S32). */
  | { readonly is: 'deleted'; readonly etags: ETags };

/** A deletion that was begun: a tombstone that is found then is our own and no wish of anybody in Google. */
export interface SentDeletion {
  readonly eventId: string;
  readonly deletes: true;
}

export const isDeletion = (sent: Sent | SentDeletion): sent is SentDeletion => 'deletes' in sent;

export interface Sent {
  /** Which event was written: the master or one instance. */
  readonly eventId: string;
  /** Of the appointment; stands in the master's mark and tells later whether this write has arrived. */
  readonly version: number;
  /** What Google has once it has arrived. */
  readonly content: AppointmentContent;
  /** A series got other times: what became of its changed instances is Google's to tell. */
  readonly resetsInstances: boolean;
}

export const etagsOf = (google: GoogleSide): ETags =>
  google.is === 'absent' || google.is === 'unknown' ? {} : google.etags;

export const baseOf = (google: GoogleSide): AppointmentContent | null =>
  google.is === 'absent' || google.is === 'deleted' ? null : google.base;

/** What of an appointment belongs into the link's calendar. */
export const oursOf = (link: CalendarLink, appointment: Appointment): OurSide => ({
  version: appointment.version,
  content: appointment.cancelled || !appointment.resourceIds.includes(link.resourceId) ? null : appointment.content,
});
