import { DomainError } from '@kalends/kernel';
import type { Abilities } from '../../consent/domain/scopes';

/** A calendar as Google lists it for one account (calendarList resource). */
export interface ListedCalendar {
  readonly id: string;
  readonly summary: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly primary: boolean;
  /** freeBusyReader, reader, writerWithoutPrivateAccess, writer or owner. */
  readonly accessRole: string;
}

/** Why a calendar can not be linked. */
export type NotSelectable = 'primary' | 'not-owner' | 'permission-missing';

export interface OfferedCalendar extends ListedCalendar {
  readonly selectable: boolean;
  readonly reason: NotSelectable | null;
  /** Kalends made it for this account. */
  readonly createdByKalends: boolean;
}

/** What is known of the account that the calendars belong to. */
export interface Account {
  /** Google's id of the primary calendar is the account's address. */
  readonly email: string;
  readonly abilities: Abilities;
  /** Ids of calendars that Kalends made. */
  readonly created: ReadonlySet<string>;
}

const sameAddress = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** Whether an id names the primary calendar: by Google's word for it or by the account's own address. */
export const namesPrimary = (calendarId: string, account: { readonly email: string }): boolean =>
  sameAddress(calendarId, 'primary') || sameAddress(calendarId, account.email);

/** Adds to a listed calendar whether it can be linked. The primary one never can, whatever the permissions. */
export function offer(calendar: ListedCalendar, account: Account): OfferedCalendar {
  const createdByKalends = account.created.has(calendar.id);
  const reason = reasonAgainst(calendar, account, createdByKalends);
  return { ...calendar, selectable: reason === null, reason, createdByKalends };
}

function reasonAgainst(calendar: ListedCalendar, account: Account, createdByKalends: boolean): NotSelectable | null {
  if (calendar.primary || namesPrimary(calendar.id, account)) return 'primary';
  // Both scopes reach only calendars that the account owns.
  if (calendar.accessRole !== 'owner') return 'not-owner';
  const { createCalendar, useExisting } = account.abilities;
  return useExisting || (createdByKalends && createCalendar) ? null : 'permission-missing';
}

export const primaryRefused = (): DomainError =>
  new DomainError(
    'invalid',
    'calendar/primary-refused',
    'The main calendar of a Google account stays private and is never linked; choose another calendar or create one.',
  );
