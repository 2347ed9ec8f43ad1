import type { Answer, CalendarPlace } from '../../google/app/google-calendar';

/** A calendar of the account behind a resource, as Google lists it. */
export interface AccountCalendar {
  readonly id: string;
  readonly summary: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly selectable: boolean;
  /** Why not: `primary`, `not-owner`, `permission-missing`. */
  readonly reason: string;
  /** Only such a one may be deleted when it is disconnected. */
  readonly createdByKalends: boolean;
}

/** Calendars by way of the consent that they are reached with. */
export interface AccountCalendars {
  /** @throws DomainError `calendar/primary-refused`, `calendar/not-found`, `consent/needed`, `consent/scope-missing` or unavailable */
  get(tenantId: string, resourceId: string, calendarId: string): Promise<AccountCalendar>;
  /** A new secondary calendar. Not repeated: each call may make one. @throws as `get` does */
  create(
    tenantId: string,
    resourceId: string,
    wanted: { readonly summary: string; readonly timeZone: string },
  ): Promise<AccountCalendar>;
}

/** calendars.delete: a secondary calendar with all that is in it. */
export interface CalendarRemover {
  remove(place: CalendarPlace): Promise<Answer<void>>;
}
