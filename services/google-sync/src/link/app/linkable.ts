import { DomainError } from '@kalends/kernel';
import type { AccountCalendar, AccountCalendars } from './account-calendars';

const words: Readonly<Record<string, string>> = {
  primary:
    'The main calendar of a Google account stays private and is never linked; choose another calendar or create one.',
  'not-owner': 'This calendar belongs to somebody else; choose one of your own or create one.',
  'permission-missing': 'Kalends may not write to calendars that it did not create; connect again and allow that.',
};

/** The calendar, if Kalends may be linked with it. @throws DomainError otherwise, whoever asks and by whichever name */
export async function linkable(
  calendars: AccountCalendars,
  tenantId: string,
  resourceId: string,
  calendarId: string,
): Promise<AccountCalendar> {
  const calendar = await calendars.get(tenantId, resourceId, calendarId);
  if (calendar.selectable) return calendar;
  const code = calendar.reason === 'primary' ? 'calendar/primary-refused' : 'calendar/not-selectable';
  const { reason } = calendar;
  throw new DomainError('invalid', code, words[reason] ?? 'This calendar can not be linked; choose another.', {
    reason,
  });
}
