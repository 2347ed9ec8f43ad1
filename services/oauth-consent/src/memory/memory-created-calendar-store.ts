import type { MemorySession } from '@kalends/memory';
import type { CreatedCalendarStore } from '../calendars/app/created-calendar.store';
import { createdCalendars } from './tables';

export class MemoryCreatedCalendarStore implements CreatedCalendarStore {
  constructor(private readonly session: MemorySession) {}

  async add(accountHash: string, calendarId: string): Promise<void> {
    const row = { tenantId: this.session.tenantId!, accountHash, calendarId };
    await this.session.query('createdCalendars.add', (view) => {
      if (view.get(createdCalendars, createdCalendars.key(row)) === undefined) view.insert(createdCalendars, row);
    });
  }

  ids(accountHash: string): Promise<ReadonlySet<string>> {
    return this.session.query('createdCalendars.ids', (view) => {
      const rows = view.all(createdCalendars).filter((row) => row.accountHash === accountHash);
      return new Set(rows.map(({ calendarId }) => calendarId));
    });
  }
}
