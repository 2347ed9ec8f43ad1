const google = 'https://www.googleapis.com/auth/';

/** Make calendars of its own and manage their events. The first box; nothing works in Google without it or `ownedEvents`. */
const appCreated = `${google}calendar.app.created`;
/** See the list of calendars. The second box: shows the choice and proves that a chosen calendar is not the primary one. */
const calendarList = `${google}calendar.calendarlist.readonly`;
/** Manage events in calendars that the person owns. Asked only for "use an existing calendar". */
const ownedEvents = `${google}calendar.events.owned`;

/** What the person wants to connect: a calendar that Kalends makes, or one that exists already. */
export type ConsentPlan = 'create' | 'existing';

/** Asked beside the calendar scopes to recognise the account by its `sub`; Google shows no box for them. */
const signInScopes = ['openid', 'email'];

const calendarScopes = (plan: ConsentPlan): readonly string[] =>
  plan === 'existing' ? [appCreated, calendarList, ownedEvents] : [appCreated, calendarList];

export const scopesToAsk = (plan: ConsentPlan): readonly string[] => [...signInScopes, ...calendarScopes(plan)];

/** What Kalends can do with an account, given the boxes that were ticked. */
export interface Abilities {
  readonly createCalendar: boolean;
  readonly listCalendars: boolean;
  readonly useExisting: boolean;
}

export const abilitiesOf = (granted: readonly string[]): Abilities => ({
  createCalendar: granted.includes(appCreated),
  listCalendars: granted.includes(calendarList),
  useExisting: granted.includes(ownedEvents) && granted.includes(calendarList),
});

/** A box that was left empty, by a short stable name. */
export type MissingBox = 'make-calendars' | 'see-list' | 'edit-existing';

const boxes: Readonly<Record<string, MissingBox>> = {
  [appCreated]: 'make-calendars',
  [calendarList]: 'see-list',
  [ownedEvents]: 'edit-existing',
};

export interface Assessment {
  /** There is a calendar that Kalends could write to: connected, perhaps with less than was asked for. */
  readonly usable: boolean;
  readonly abilities: Abilities;
  /** Scopes that were asked and not granted. */
  readonly missing: readonly string[];
  readonly missingBoxes: readonly MissingBox[];
}

/** Compares what Google granted with what the plan needs (granular consent: each box can be left empty). */
export function assess(granted: readonly string[], plan: ConsentPlan): Assessment {
  const abilities = abilitiesOf(granted);
  const missing = calendarScopes(plan).filter((scope) => !granted.includes(scope));
  return {
    usable: abilities.createCalendar || abilities.useExisting,
    abilities,
    missing,
    missingBoxes: missing.flatMap((scope) => boxes[scope] ?? []),
  };
}
