import type { Calendar, TokenBrokerService } from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import type { RpcClient } from '@kalends/rpc';
import type { AccountCalendar, AccountCalendars } from '../app/account-calendars';

/** Asks oauth-consent, which holds the account's permissions. */
export class RpcAccountCalendars implements AccountCalendars {
  constructor(private readonly broker: RpcClient<typeof TokenBrokerService>) {}

  async get(tenantId: string, resourceId: string, calendarId: string): Promise<AccountCalendar> {
    return answered((await this.broker.getCalendar({ tenantId, resourceId, calendarId })).calendar);
  }

  async create(
    tenantId: string,
    resourceId: string,
    wanted: { summary: string; timeZone: string },
  ): Promise<AccountCalendar> {
    return answered((await this.broker.createCalendar({ tenantId, resourceId, ...wanted })).calendar);
  }
}

function answered(calendar: Calendar | undefined): AccountCalendar {
  if (calendar) return calendar;
  throw new DomainError('internal', 'calendar/no-answer', 'The calendar was not answered.');
}
