/** Calendars that Kalends made, by account of the transaction's tenant. Kept after withdrawal: Google keeps them too. */
export interface CreatedCalendarStore {
  add(accountHash: string, calendarId: string): Promise<void>;
  ids(accountHash: string): Promise<ReadonlySet<string>>;
}
