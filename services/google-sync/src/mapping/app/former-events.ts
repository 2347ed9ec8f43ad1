/**
 * Which event in a calendar was which appointment's when an earlier link of the calendar ended, so that another link does
 * not double them. Only of events whose id does not tell it: those that a person made.
 */
export interface FormerEvents {
  /** Keeps what the mappings of the link say, of deleted events, too: they may come out of the bin. */
  remember(linkId: string, calendarId: string): Promise<void>;
  /** Event id by appointment id, of those appointments that had one in the calendar. */
  eventsOf(calendarId: string, appointmentIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  appointmentOf(calendarId: string, eventId: string): Promise<string | null>;
}
