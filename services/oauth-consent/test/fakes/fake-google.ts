import { createHash, randomUUID } from 'node:crypto';
import { DomainError } from '@kalends/kernel';
import type { GoogleCalendars } from '../../src/calendars/app/google-calendars';
import type { ListedCalendar } from '../../src/calendars/domain/calendar';
import type { AuthorizationRequest, CodeAnswer, GoogleOAuth, RefreshAnswer } from '../../src/grant/app/google-oauth';

export const scopes = {
  make: 'https://www.googleapis.com/auth/calendar.app.created',
  list: 'https://www.googleapis.com/auth/calendar.calendarlist.readonly',
  existing: 'https://www.googleapis.com/auth/calendar.events.owned',
} as const;

interface Given {
  readonly email: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
}

/** Google as far as the ports promise: granular boxes, single-use codes, PKCE, revocation of a whole grant. */
export class FakeGoogle implements GoogleOAuth, GoogleCalendars {
  readonly calls = { exchange: 0, refresh: 0, revoke: 0, list: 0, create: 0 };
  readonly calendars = new Map<string, ListedCalendar[]>();
  isDown = false;
  lifeSeconds = 3600;
  private readonly codes = new Map<string, Given>();
  private readonly refreshTokens = new Map<string, Given>();
  private readonly accessTokens = new Map<string, string>();

  authorizationUrl(request: AuthorizationRequest): string {
    const query = { state: request.state, code_challenge: request.challenge, scope: request.scopes.join(' ') };
    return `https://google.test/?${new URLSearchParams({ ...query, login_hint: request.loginHint ?? '' }).toString()}`;
  }

  /** The person ticks boxes (all of them unless told) on the page at `url` and is sent back with this. */
  answer(url: string, email: string, ticked?: readonly string[]): { state: string; code: string } {
    const query = new URL(url).searchParams;
    const code = randomUUID();
    const asked = (query.get('scope') ?? '').split(' ');
    const granted = asked.filter((scope) => !scope.startsWith('https:') || !ticked || ticked.includes(scope));
    this.codes.set(code, { email, scopes: granted, challenge: query.get('code_challenge') ?? '' });
    if (!this.calendars.has(email)) {
      this.calendars.set(email, [
        { id: email, summary: email, timeZone: 'Europe/Berlin', primary: true, accessRole: 'owner' },
        { id: 'work@group', summary: 'Work', timeZone: 'Europe/Berlin', primary: false, accessRole: 'owner' },
        { id: 'team@group', summary: 'Team', timeZone: 'Europe/Berlin', primary: false, accessRole: 'reader' },
      ]);
    }
    return { state: query.get('state') ?? '', code };
  }

  /** In Google's own account page. */
  removeApp(email: string): void {
    for (const [token, given] of this.refreshTokens) if (given.email === email) this.refreshTokens.delete(token);
    for (const [token, owner] of this.accessTokens) if (owner === email) this.accessTokens.delete(token);
  }

  knows(email: string): boolean {
    return [...this.refreshTokens.values()].some((given) => given.email === email);
  }

  rejectAccessTokens(): void {
    this.accessTokens.clear();
  }

  async exchange(code: string, verifier: string): Promise<CodeAnswer> {
    this.calls.exchange += 1;
    this.mustBeUp();
    const given = this.codes.get(code);
    this.codes.delete(code);
    if (!given || createHash('sha256').update(verifier).digest('base64url') !== given.challenge) {
      throw new DomainError('conflict', 'google-oauth/code-refused', 'refused');
    }
    const refreshToken = `refresh-${randomUUID()}`;
    this.refreshTokens.set(refreshToken, given);
    return { refreshToken, scopes: given.scopes, subject: `sub-of-${given.email}`, email: given.email };
  }

  async refresh(refreshToken: string): Promise<RefreshAnswer> {
    this.calls.refresh += 1;
    this.mustBeUp();
    const given = this.refreshTokens.get(refreshToken);
    if (!given) return { is: 'refused' };
    const value = `access-${randomUUID()}`;
    this.accessTokens.set(value, given.email);
    return { is: 'token', value, expiresInSeconds: this.lifeSeconds, scopes: given.scopes };
  }

  async revoke(refreshToken: string): Promise<void> {
    this.calls.revoke += 1;
    this.mustBeUp();
    const given = this.refreshTokens.get(refreshToken);
    if (given) this.removeApp(given.email);
  }

  async list(accessToken: string): Promise<ListedCalendar[]> {
    this.calls.list += 1;
    return this.of(accessToken);
  }

  async get(accessToken: string, calendarId: string): Promise<ListedCalendar> {
    const found = this.of(accessToken).find(({ id }) => id === calendarId);
    if (!found) throw new DomainError('not-found', 'calendar/not-found', 'none');
    return found;
  }

  async create(accessToken: string, wanted: { summary: string; timeZone: string }): Promise<ListedCalendar> {
    this.calls.create += 1;
    const made: ListedCalendar = { ...wanted, id: `${randomUUID()}@group`, primary: false, accessRole: 'owner' };
    this.of(accessToken).push(made);
    return made;
  }

  private of(accessToken: string): ListedCalendar[] {
    const email = this.accessTokens.get(accessToken);
    if (!email) throw new DomainError('unauthenticated', 'google/token-rejected', 'rejected');
    return this.calendars.get(email) ?? [];
  }

  private mustBeUp(): void {
    if (this.isDown) throw new DomainError('unavailable', 'google-oauth/unavailable', 'down');
  }
}
