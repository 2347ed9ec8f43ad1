/** Deletions that one reading of a calendar may bring before a person is asked (I7). */
export const deletionsAllowed = (eventsInCalendar: number): number => Math.max(20, Math.floor(eventsInCalendar * 0.2));
