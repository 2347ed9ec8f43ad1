import type { GoogleEvent } from './google-event';

/** Written into private extended properties of every event of ours: whose it is, and which version it says. */
export interface Mark {
  readonly appointmentId: string;
  readonly linkId: string;
  readonly version: number;
}

export const markOf = ({ appointmentId, linkId, version }: Mark): Record<string, string> => ({
  kalendsAppointment: appointmentId,
  kalendsLink: linkId,
  kalendsVersion: String(version),
});

/**
 * The mark on an event, by whichever installation; null when there is none. Copies of an event carry the original's
 * mark.
 */
export function readMark(event: GoogleEvent): Mark | null {
  const { kalendsAppointment, kalendsLink, kalendsVersion } = event.extendedProperties?.private ?? {};
  if (!kalendsAppointment || !kalendsLink) return null;
  return { appointmentId: kalendsAppointment, linkId: kalendsLink, version: Number(kalendsVersion ?? 0) };
}
