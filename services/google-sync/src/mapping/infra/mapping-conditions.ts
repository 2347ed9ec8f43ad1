/** The id of an event that Kalends made begins with its appointment's (event-id.ts); a person's event has Google's. */
export const isOurs = `event_id LIKE replace(appointment_id::text, '-', '') || '%'`;
/** As far as is known. */
export const isThere = `google_is IN ('present', 'parked', 'unknown')`;
