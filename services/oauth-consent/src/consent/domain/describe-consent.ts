import type { Consent } from './consent';
import type { Outcome } from './consent-request';
import type { MissingBox } from './scopes';

/** One sentence for the person and the one action that helps. */
export interface Described {
  readonly sentence: string;
  readonly action: 'connect' | 'wait' | 'ask-again' | 'share-account' | 'disconnect' | 'reconnect' | null;
}

const attempts: Readonly<Record<Exclude<Outcome, 'granted'> | 'waiting', Described>> = {
  waiting: { sentence: "Google's window is open: finish there, or cancel here.", action: 'wait' },
  denied: { sentence: 'Access was not given in the Google window; nothing has changed.', action: 'connect' },
  'blocked-by-admin': {
    sentence: "Your company's Google administrator does not allow Kalends; ask for it, then connect again.",
    action: 'connect',
  },
  'scope-missing': {
    sentence: 'The box that lets Kalends keep a calendar was left empty; without it nothing can be connected.',
    action: 'ask-again',
  },
  'account-in-use': {
    sentence: 'Another resource is connected with this Google account; connect this one too only if they share it.',
    action: 'share-account',
  },
  'other-account': {
    sentence: 'This resource belongs to another Google account; choose that one, or disconnect it first.',
    action: 'disconnect',
  },
  expired: { sentence: "Google's window was open for more than ten minutes; start again.", action: 'connect' },
  cancelled: { sentence: 'Connecting was cancelled.', action: 'connect' },
  failed: { sentence: 'Google did not finish the connection; start again.', action: 'connect' },
};

const degraded: Readonly<Record<MissingBox, string>> = {
  'make-calendars': 'Connected, but Kalends may not create calendars; use an existing one or ask again.',
  'see-list': 'Connected, but Kalends can not see the list of calendars: it can only create a new one.',
  'edit-existing': 'Connected, but Kalends may not write to existing calendars: it can only use those it created.',
};

/** What to tell: a running or failed attempt first, as it is what the person just did; then how the consent stands. */
export function describeConsent(
  state: Consent['state'] | 'none',
  missing: readonly MissingBox[],
  attempt: Outcome | 'waiting' | null,
): Described {
  if (attempt && attempt !== 'granted' && (attempt !== 'cancelled' || state === 'none')) return attempts[attempt];
  switch (state) {
    case 'granted':
      return missing[0]
        ? { sentence: degraded[missing[0]], action: 'ask-again' }
        : { sentence: 'Connected with Google.', action: null };
    case 'needs-consent':
      return { sentence: 'Google no longer accepts the permission given to Kalends; reconnect.', action: 'reconnect' };
    case 'withdrawn':
    case 'none':
      return { sentence: 'Not connected with Google.', action: 'connect' };
  }
}
