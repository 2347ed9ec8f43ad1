import type { SqlSession } from '@kalends/persistence';
import type { CreatedCalendarStore } from '../app/created-calendar.store';

export class PgCreatedCalendarStore implements CreatedCalendarStore {
  constructor(private readonly session: SqlSession) {}

  async add(accountHash: string, calendarId: string): Promise<void> {
    await this.session.query(
      'INSERT INTO created_calendar (account_hash, calendar_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [accountHash, calendarId],
    );
  }

  async ids(accountHash: string): Promise<ReadonlySet<string>> {
    const rows = await this.session.query<{ calendar_id: string }>(
      'SELECT calendar_id FROM created_calendar WHERE account_hash = $1',
      [accountHash],
    );
    return new Set(rows.map((row) => row.calendar_id));
  }
}
