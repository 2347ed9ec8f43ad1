import type { Clock, Timer } from '@kalends/kernel';
import type { Gate } from '@kalends/memory';
import type { GoogleCalendars } from '../calendars/app/google-calendars';
import type { ListedCalendar } from '../calendars/domain/calendar';
import { meaningOf, toListed, type CalendarListEntry } from '../calendars/infra/google-answers';
import type { ConsentPorts } from '../consent-parts';
import { FormGoogleOAuth, unusable, type OAuthReply, type OAuthTransport } from '../grant/infra/form-google-oauth';

/** Google in the same process: parsed requests in, answers out. */
export interface GoogleInProcess {
  /** @param operation such as `calendar.calendarList.list` */
  call(
    operation: string,
    token: string,
    request: {
      readonly params: Readonly<Record<string, string>>;
      readonly query: Readonly<Record<string, string | undefined>>;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
    },
    info: { method: string; path: string },
  ): GoogleReply;
}

/** Its token and revocation endpoints (RFC 6749 section 3.2, RFC 7009). */
export interface OAuthInProcess {
  post(endpoint: 'token' | 'revoke', form: Readonly<Record<string, string>>): GoogleReply;
}

export interface GoogleReply {
  readonly status: number;
  readonly body?: unknown;
  /** Reset: nothing came; cut: half of the body did. */
  readonly connection: 'kept' | 'reset' | 'cut';
}

/** How the caller reaches others. */
export interface GoogleCaller {
  readonly gate: Gate;
  readonly timer: Timer;
}

const timeoutMs = 5_000;

/** The forms of GoogleOAuth, each sent once through the caller's gate, as `oauth.token` and `oauth.revoke`. */
export class InProcessOAuthTransport implements OAuthTransport {
  constructor(
    private readonly google: OAuthInProcess,
    private readonly caller: GoogleCaller,
  ) {}

  async post(endpoint: 'token' | 'revoke', form: Readonly<Record<string, string>>): Promise<OAuthReply> {
    const reply = await ask(this.caller, `oauth.${endpoint}`, () => this.google.post(endpoint, form));
    if (reply === null || reply.status >= 500 || reply.status === 429) throw unusable(new Error('no answer'));
    return { status: reply.status, body: reply.body ?? null };
  }

  repeated<T>(call: () => Promise<T>): Promise<T> {
    return call();
  }
}

/** GoogleCalendars on an API in the same process; calls pass the gate as `google.calendarList.get` and the like. */
export class InProcessGoogleCalendars implements GoogleCalendars {
  constructor(
    private readonly google: GoogleInProcess,
    private readonly caller: GoogleCaller,
  ) {}

  async list(token: string): Promise<ListedCalendar[]> {
    const query = { maxResults: '250', showHidden: 'true' };
    const found: ListedCalendar[] = [];
    for (let pageToken: string | undefined, more = true; more;) {
      const body = await this.call('calendarList.list', 'GET', token, { query: { ...query, pageToken } });
      const { items, nextPageToken } = body as { items: CalendarListEntry[]; nextPageToken?: string };
      found.push(...items.map(toListed));
      pageToken = nextPageToken;
      more = pageToken !== undefined;
    }
    return found;
  }

  async get(token: string, calendarId: string): Promise<ListedCalendar> {
    return toListed(await this.call('calendarList.get', 'GET', token, { params: { calendarId } }));
  }

  async create(token: string, wanted: { summary: string; timeZone: string }): Promise<ListedCalendar> {
    const { summary, timeZone } = wanted;
    const made = await this.call('calendars.insert', 'POST', token, { body: { summary, timeZone } });
    return { ...toListed(made), primary: false, accessRole: 'owner' };
  }

  private async call(
    operation: string,
    method: string,
    token: string,
    request: Partial<Parameters<GoogleInProcess['call']>[2]>,
  ): Promise<CalendarListEntry> {
    const whole = { params: {}, query: {}, headers: {}, body: undefined, ...request };
    const reply = await ask(this.caller, `google.${operation}`, () =>
      this.google.call(`calendar.${operation}`, token, whole, { method, path: `/${operation}` }),
    );
    if (reply?.status === 200) return reply.body as CalendarListEntry;
    const { error } = (reply?.body ?? {}) as { error?: { errors?: readonly { reason: string }[] } };
    throw meaningOf(reply?.status, error?.errors?.map(({ reason }) => reason) ?? []);
  }
}

/** The ports to Google of one process, for one OAuth client. */
export function inProcessGoogle(
  google: GoogleInProcess & OAuthInProcess,
  client: { readonly id: string; readonly secret: string; readonly redirectUri: string },
  caller: GoogleCaller & { readonly clock: Clock },
): Pick<ConsentPorts, 'google' | 'googleCalendars' | 'clientId'> {
  const { id: clientId, secret: clientSecret, redirectUri } = client;
  const settings = { authorizeUrl: 'https://google.invalid/auth', clientId, clientSecret, redirectUri };
  return {
    clientId,
    google: new FormGoogleOAuth(settings, new InProcessOAuthTransport(google, caller), caller.clock),
    googleCalendars: new InProcessGoogleCalendars(google, caller),
  };
}

/** Null: nothing usable came back, or not in time. */
function ask({ gate, timer }: GoogleCaller, call: string, effect: () => GoogleReply): Promise<GoogleReply | null> {
  return new Promise((resolve) => {
    const nothing = (): void => resolve(null);
    const cancel = timer.after(timeoutMs, nothing);
    gate
      .pass(call, effect)
      .then((reply) => resolve(reply.connection === 'kept' ? reply : null), nothing)
      .finally(cancel);
  });
}
