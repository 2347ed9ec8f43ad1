import type { GooglePerson, Tenant } from '@kalends/actors';
import { accountCount, capacities, type Order } from '@kalends/simulator';
import type { System } from '../../support/system';

export type Of<D extends Order['do']> = Extract<Order, { do: D }>;

/** Somebody at Google, with the calendar that may be linked. */
export interface Account {
  readonly person: GooglePerson;
  readonly calendarId: string;
  /** Number of the last call before something changed that Kalends has to find by reading the calendar. */
  changedAfter: number | null;
}

/** A company of its own for one history. */
export interface Company {
  readonly system: System;
  readonly tenant: Tenant;
  readonly resourceIds: readonly string[];
  readonly accounts: readonly Account[];
}

export interface LinkRow {
  readonly id: string;
  readonly resource_id: string;
  readonly calendar_id: string;
  readonly mode: string;
  readonly state: string;
  readonly reason: string | null;
}

export async function openCompany(system: System): Promise<Company> {
  const tenant = await system.tenant();
  const resourceIds: string[] = [];
  for (const capacity of capacities) {
    const body = { branchId: tenant.branchId, designation: 'Room', capacity };
    resourceIds.push((await tenant.api.ok<{ id: string }>('scheduling/resources', { body })).id);
  }
  const accounts: Account[] = [];
  for (let index = 0; index < accountCount; index += 1) {
    const person = await system.google.person('Work');
    const calendar = (await person.calendars()).find(({ summary }) => summary === 'Work')!;
    accounts.push({ person, calendarId: calendar.id, changedAfter: null });
  }
  return { system, tenant, resourceIds, accounts };
}

/** Those that are not gone. */
export const linksOf = ({ system, tenant }: Company): Promise<LinkRow[]> =>
  system.look<LinkRow>(
    `SELECT id, resource_id, calendar_id, mode, state, reason FROM google_sync.calendar_links
     WHERE tenant_id = $1 AND state <> 'gone'`,
    [tenant.id],
  );

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
