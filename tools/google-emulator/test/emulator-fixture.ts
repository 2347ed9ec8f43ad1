import { auth, calendar, type calendar_v3 } from '@googleapis/calendar';
import { startEmulator, type RunningEmulator } from '../src';
import { defaultSeed } from '../src/core/default-seed';

// Some cases make hundreds of calls, on machines that are busy with other suites.
jest.setTimeout(60_000);

export const ANNA = 'anna.berg@example.com';
export const BEN = 'ben.kurz@example.com';
export const CLIENT = 'kalends-local';
export const SECRET = 'kalends-local-secret';

export const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;

/** A clock that stands still until it is moved. */
export class StillClock {
  constructor(private at = Date.parse('2026-11-20T10:00:00Z')) {}
  now = () => this.at;
  advance(seconds: number) {
    this.at += seconds * 1000;
  }
}

/** The emulator over HTTP with Google's own client, unmodified. */
export interface Fixture {
  emulator: RunningEmulator;
  clock: StillClock;
  /** A client of the Calendar API for an account with these scopes. */
  api(scopes?: string[], account?: string, clientId?: string): calendar_v3.Calendar;
  /** A call of the admin plane; fails on an answer that is no success. */
  admin<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export async function startFixture(): Promise<Fixture> {
  const clock = new StillClock();
  const clients = [...defaultSeed.clients, { id: 'other', secret: 'other-secret', name: 'Other' }];
  const emulator = await startEmulator({ port: 0, clock, seed: { ...defaultSeed, clients } });
  emulator.core.run((context) =>
    context.state.settings.put('', 'settings', { userCallsPerMinute: 100_000, projectCallsPerMinute: 100_000 }),
  );
  const admin = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${emulator.url}/admin${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text ? JSON.parse(text) : {}) as T;
  };
  const api = (scopes = ['calendar'], account = ANNA, clientId = CLIENT) => {
    const token = emulator.core.run((context) => {
      const record = {
        token: `ya29.${context.random.id(20)}`,
        account,
        clientId,
        scopes: scopes.map(scope),
        expiresAt: clock.now() + 3_600_000,
      };
      return context.state.accessTokens.put('', record.token, record);
    }).result;
    const client = new auth.OAuth2();
    client.setCredentials({ access_token: token.token });
    return calendar({ version: 'v3', auth: client, rootUrl: `${emulator.url}/`, retry: false });
  };
  return { emulator, clock, api, admin, close: () => emulator.close() };
}

/** Status and reason of Google's error, as its client reports them. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; reason: string }> {
  try {
    await call;
  } catch (error) {
    const { response } = error as { response?: { status: number; data: { error: { errors: { reason: string }[] } } } };
    if (!response) throw error;
    return { status: response.status, reason: response.data.error.errors[0]!.reason };
  }
  throw new Error('The call was not refused');
}

/** A new secondary calendar of the account. */
export async function newCalendar(api: calendar_v3.Calendar, summary = 'Test'): Promise<string> {
  return (await api.calendars.insert({ requestBody: { summary, timeZone: 'Europe/Berlin' } })).data.id!;
}

/** A timed event of one hour on 21 November 2026 in Berlin. */
export const hour = (at: number, more: calendar_v3.Schema$Event = {}): calendar_v3.Schema$Event => ({
  summary: `At ${at}`,
  start: { dateTime: `2026-11-21T${String(at).padStart(2, '0')}:00:00+01:00`, timeZone: 'Europe/Berlin' },
  end: { dateTime: `2026-11-21T${String(at + 1).padStart(2, '0')}:00:00+01:00`, timeZone: 'Europe/Berlin' },
  ...more,
});
