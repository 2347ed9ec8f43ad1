import type { CalendarLink, LinkReason, LinkState } from './calendar-link';

/** The one thing that helps, for a button. */
export type LinkAction =
  'wait' | 'sync-now' | 'reconnect' | 'disconnect' | 'approve-deletions' | 'switch-on' | 'try-again' | null;

export interface Described {
  readonly sentence: string;
  readonly action: LinkAction;
}

/** Every state of a link in one sentence with one action; a reason says more than the state it is behind. */
export const linkStates: Readonly<Record<Exclude<LinkState, 'degraded' | 'broken'>, Described>> = {
  linking: { sentence: 'The appointments to bring to Google are being listed.', action: 'wait' },
  'initial-sync': { sentence: 'Appointments are being written to Google for the first time.', action: 'wait' },
  live: { sentence: 'Kalends and Google are the same.', action: 'sync-now' },
  disconnecting: { sentence: 'The calendar is being disconnected.', action: 'wait' },
  gone: { sentence: 'The calendar is disconnected.', action: null },
};

export const linkReasons: Readonly<Record<LinkReason, Described>> = {
  'google-unavailable': {
    sentence: 'Google does not answer at the moment; Kalends keeps trying and nothing is lost.',
    action: 'sync-now',
  },
  'mass-deletion': {
    sentence: 'Unusually many events were deleted in Google; no appointment is cancelled until you allow it.',
    action: 'approve-deletions',
  },
  'needs-consent': {
    sentence: 'Google no longer accepts the permission given to Kalends; changes wait until you reconnect.',
    action: 'reconnect',
  },
  'calendar-lost': {
    sentence: 'The calendar no longer exists in Google; the appointments are still here.',
    action: 'disconnect',
  },
  'permission-lost': {
    sentence: 'Kalends may no longer write to this calendar; give the right back in Google, then try again.',
    action: 'try-again',
  },
  'switched-off': {
    sentence: 'Google sync is switched off for the branch; changes wait until it is on again.',
    action: 'switch-on',
  },
  'resource-deleted': { sentence: 'The resource was deleted; its calendar is no longer kept.', action: 'disconnect' },
};

export function describeLink({ state, reason }: Pick<CalendarLink, 'state' | 'reason'>): Described {
  if (reason !== null) return linkReasons[reason];
  return state === 'degraded' || state === 'broken' ? linkReasons['google-unavailable'] : linkStates[state];
}
