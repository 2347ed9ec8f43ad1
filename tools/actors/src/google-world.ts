import { NotOk } from './api';

/** An event as Google's API writes it. */
export interface GoogleEvent {
  readonly id: string;
  readonly status: string;
  readonly etag: string;
  readonly created?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly start?: GoogleTime;
  readonly end?: GoogleTime;
  readonly recurrence?: readonly string[];
  readonly recurringEventId?: string;
  readonly originalStartTime?: GoogleTime;
  readonly visibility?: string;
}

interface GoogleTime {
  readonly dateTime?: string;
  readonly date?: string;
  readonly timeZone?: string;
}

export interface GoogleCalendar {
  readonly id: string;
  readonly summary: string;
  readonly primary?: boolean;
}

/** A call that the emulator has answered. */
export interface GoogleCall {
  readonly method: string;
  readonly path: string;
  readonly operation: string;
  readonly status: number;
  readonly traceparent?: string;
}

/** Google as a whole: the emulator's admin plane. */
export class GoogleWorld {
  constructor(readonly url: string) {}

  async admin<Body = unknown>(method: string, path: string, body?: unknown): Promise<Body> {
    const response = await fetch(`${this.url}/admin${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new NotOk(`${method} /admin${path}`, response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  /** A new Google account with a primary calendar and the secondary ones named. */
  async person(...secondary: readonly string[]): Promise<GooglePerson> {
    const email = `person-${crypto.randomUUID().slice(0, 8)}@example.com`;
    await this.admin('POST', '/accounts', { email, name: email.split('@')[0], calendars: [{ summary: email }] });
    const person = new GooglePerson(this, email);
    for (const summary of secondary) await person.makeCalendar(summary);
    return person;
  }

  /** Calls since `after`, oldest first; only writes when asked. */
  async calls(filter: { after?: number; writes?: boolean; account?: string } = {}): Promise<readonly GoogleCall[]> {
    const query = new URLSearchParams(
      Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await this.admin<{ calls: GoogleCall[] }>('GET', `/calls?${query.toString()}`)).calls;
  }

  /** Number of the last call: what comes after it is `calls({ after })`. */
  async lastCall(): Promise<number> {
    return (await this.admin<{ last: number }>('GET', '/calls?after=999999999')).last;
  }

  fault(fault: object): Promise<{ id: number }> {
    return this.admin('POST', '/faults', fault);
  }

  clearFaults(): Promise<void> {
    return this.admin('DELETE', '/faults');
  }

  /** How pushes travel: `{ dropRate, duplicateRate, delayMs, jitterMs }`; `{}` is fair weather. */
  pushWeather(weather: object): Promise<void> {
    return this.admin('PUT', '/pushes', weather);
  }

  settings(settings: object): Promise<void> {
    return this.admin('PATCH', '/settings', settings);
  }

  advanceClock(advanceSeconds: number): Promise<void> {
    return this.admin('POST', '/clock', { advanceSeconds });
  }
}

/** Somebody at Google's own page. */
export class GooglePerson {
  constructor(
    private readonly world: GoogleWorld,
    readonly email: string,
  ) {}

  private at(path = ''): string {
    return `/accounts/${encodeURIComponent(this.email)}${path}`;
  }

  private calendarPath(calendarId: string, path = ''): string {
    return this.at(`/calendars/${encodeURIComponent(calendarId)}${path}`);
  }

  async calendars(): Promise<readonly GoogleCalendar[]> {
    return (await this.world.admin<{ items: GoogleCalendar[] }>('GET', this.at('/calendars'))).items;
  }

  makeCalendar(summary: string): Promise<GoogleCalendar> {
    return this.world.admin('POST', this.at('/calendars'), { summary, timeZone: 'Europe/Berlin' });
  }

  deleteCalendar(calendarId: string): Promise<void> {
    return this.world.admin('DELETE', this.calendarPath(calendarId));
  }

  /** Every event that is there, masters of series and their exceptions; cancelled ones, and dates instead of series, only when asked. */
  async events(
    calendarId: string,
    { showDeleted = false, singleEvents = false } = {},
  ): Promise<readonly GoogleEvent[]> {
    const events: GoogleEvent[] = [];
    let pageToken = '';
    do {
      const query = new URLSearchParams({
        showDeleted: String(showDeleted),
        singleEvents: String(singleEvents),
        maxResults: '2500',
        ...(pageToken && { pageToken }),
      });
      const page = await this.world.admin<{ items: GoogleEvent[]; nextPageToken?: string }>(
        'GET',
        this.calendarPath(calendarId, `/events?${query.toString()}`),
      );
      events.push(...page.items);
      pageToken = page.nextPageToken ?? '';
    } while (pageToken);
    return events;
  }

  event(calendarId: string, eventId: string): Promise<GoogleEvent> {
    return this.world.admin('GET', this.calendarPath(calendarId, `/events/${eventId}`));
  }

  create(calendarId: string, event: object): Promise<GoogleEvent> {
    return this.world.admin('POST', this.calendarPath(calendarId, '/events'), event);
  }

  edit(calendarId: string, eventId: string, changes: object): Promise<GoogleEvent> {
    return this.world.admin('PATCH', this.calendarPath(calendarId, `/events/${eventId}`), changes);
  }

  remove(calendarId: string, eventId: string): Promise<void> {
    return this.world.admin('DELETE', this.calendarPath(calendarId, `/events/${eventId}`));
  }

  restore(calendarId: string, eventId: string): Promise<GoogleEvent> {
    return this.world.admin('POST', this.calendarPath(calendarId, `/events/${eventId}/restore`));
  }

  /** A copy under a new id. */
  duplicate(calendarId: string, eventId: string): Promise<GoogleEvent> {
    return this.world.admin('POST', this.calendarPath(calendarId, `/events/${eventId}/duplicate`));
  }

  async instances(calendarId: string, eventId: string): Promise<readonly GoogleEvent[]> {
    const path = this.calendarPath(calendarId, `/events/${eventId}/instances`);
    return (await this.world.admin<{ items: GoogleEvent[] }>('GET', path)).items;
  }

  /** Takes the app's access away in the account's settings. */
  revokeApp(): Promise<void> {
    return this.world.admin('DELETE', this.at('/grants/kalends-local'));
  }
}
