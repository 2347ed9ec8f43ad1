const PREFIX = 'https://www.googleapis.com/auth/';

/** Scopes that only say who somebody is; they have no box on the consent page. */
const SIGN_IN: Record<string, string> = {
  openid: 'openid',
  email: `${PREFIX}userinfo.email`,
  profile: `${PREFIX}userinfo.profile`,
};
const SIGN_IN_SCOPES = new Set(Object.values(SIGN_IN));

/** What the consent page says of each calendar scope. */
const WORDS: Record<string, string> = {
  calendar: 'See, edit, share and permanently delete all the calendars you can access using Google Calendar',
  'calendar.acls': 'See and change the sharing permissions of Google calendars you own',
  'calendar.acls.readonly': 'See the sharing permissions of Google calendars you own',
  'calendar.app.created': 'Make secondary Google calendars, and see, create, change and delete events on them',
  'calendar.calendarlist': 'See, add and remove Google calendars you’re subscribed to',
  'calendar.calendarlist.readonly': 'See the list of Google calendars you’re subscribed to',
  'calendar.calendars':
    'See and change the properties of Google calendars you have access to, and create secondary calendars',
  'calendar.calendars.readonly':
    'See the title, description, default time zone and other properties of your Google calendars',
  'calendar.events': 'View and edit events on all your calendars',
  'calendar.events.freebusy': 'See the availability on Google calendars you have access to',
  'calendar.events.owned': 'See, create, change and delete events on Google calendars you own',
  'calendar.events.owned.readonly': 'See the events on Google calendars you own',
  'calendar.events.public.readonly': 'See the events on public calendars',
  'calendar.events.readonly': 'View events on all your calendars',
  'calendar.freebusy': 'View your availability in your calendars',
  'calendar.readonly': 'See and download any calendar you can access using your Google Calendar',
  'calendar.settings.readonly': 'View your Calendar settings',
};

/** Splits a scope parameter into full scope names; `email` and `profile` become theirs. */
export function readScopes(text: string): { scopes: string[]; unknown: string[] } {
  const names = [
    ...new Set(
      text
        .split(/\s+/)
        .filter(Boolean)
        .map((name) => SIGN_IN[name] ?? name),
    ),
  ];
  const isKnown = (scope: string) =>
    SIGN_IN_SCOPES.has(scope) || (scope.startsWith(PREFIX) && scope.slice(PREFIX.length) in WORDS);
  return { scopes: names.filter(isKnown), unknown: names.filter((scope) => !isKnown(scope)) };
}

export const isSignIn = (scope: string) => SIGN_IN_SCOPES.has(scope);

export const wordsFor = (scope: string) => WORDS[scope.slice(PREFIX.length)] ?? scope;

/** Full names without Google's prefix, as operations list them. */
export const shortScopes = (scopes: readonly string[]) =>
  scopes.filter((scope) => scope.startsWith(PREFIX)).map((scope) => scope.slice(PREFIX.length));
