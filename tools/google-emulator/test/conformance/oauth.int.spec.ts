import { createHash, createPublicKey, randomBytes, verify, type JsonWebKey } from 'node:crypto';
import { OAuth2Client } from 'google-auth-library';
import {
  ANNA,
  CLIENT,
  hour,
  newCalendar,
  refusal,
  scope,
  SECRET,
  startFixture,
  type Fixture,
} from '../emulator-fixture';

const REDIRECT = 'http://localhost:7070/callback';
const PAIR = ['calendar.app.created', 'calendar.calendarlist.readonly'].map(scope);

interface Tokens {
  access_token: string;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  expires_in: number;
  scope: string;
  id_token?: string;
  error?: string;
}

const claimsOf = (jwt: string) =>
  JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

/** google.md section 6; the words in quotes are those of Google's guide of OAuth for web servers. */
describe('OAuth', () => {
  let fixture: Fixture;
  let url: string;

  beforeEach(async () => {
    fixture = await startFixture();
    url = fixture.emulator.url;
  });
  afterEach(() => fixture.close());

  const authorizeUrl = (more: Record<string, string> = {}) =>
    `${url}/o/oauth2/v2/auth/consent?${new URLSearchParams({
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: PAIR.join(' '),
      state: 'the-state',
      access_type: 'offline',
      account: ANNA,
      ...more,
    }).toString()}`;

  /** Presses Continue with these boxes ticked; answers the query of the redirect. */
  const decide = async (ticked: string[], more: Record<string, string> = {}, decision = 'continue') => {
    const body = new URLSearchParams([
      ['account', ANNA],
      ['decision', decision],
      ...ticked.map((name): [string, string] => ['scope', name]),
    ]);
    const response = await fetch(authorizeUrl(more), { method: 'POST', body, redirect: 'manual' });
    const location = response.headers.get('location');
    if (!location) throw new Error(await response.text());
    return Object.fromEntries(new URL(location).searchParams);
  };
  const token = async (fields: Record<string, string>): Promise<{ status: number; body: Tokens }> => {
    const body = new URLSearchParams({ client_id: CLIENT, client_secret: SECRET, ...fields });
    const response = await fetch(`${url}/token`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Tokens };
  };
  const exchange = (code: string, more: Record<string, string> = {}) =>
    token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...more });
  const refresh = (refreshToken: string) => token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  const connect = async (more?: Record<string, string>, ticked = PAIR) =>
    (await exchange((await decide(ticked, more)).code!)).body;

  it('lists the accounts, the hinted one first, then shows "a checkbox for each scope", none ticked', async () => {
    const query = new URL(authorizeUrl()).searchParams;
    query.set('login_hint', 'clara.vogt@example.com');
    const chooser = await (await fetch(`${url}/o/oauth2/v2/auth?${query.toString()}`)).text();
    const position = (account: string) => chooser.indexOf(`name="account" value="${account}"`);
    expect(position('clara.vogt@example.com')).toBeLessThan(position(ANNA));
    const consent = await (await fetch(authorizeUrl())).text();
    expect(consent.match(/type="checkbox" name="scope"/g)).toHaveLength(2);
    expect(consent).not.toContain('checked>');
    const single = await (await fetch(authorizeUrl({ scope: `openid email ${PAIR[0]!}` }))).text();
    expect(single).not.toContain('type="checkbox" name="scope"');
  });

  it('S41: the token answer carries the granted scopes only, and the state comes back', async () => {
    const redirect = await decide([PAIR[1]!]);
    expect(redirect).toMatchObject({ state: 'the-state', scope: PAIR[1] });
    expect((await exchange(redirect.code!)).body).toMatchObject({
      scope: PAIR[1],
      expires_in: 3_600,
      token_type: 'Bearer',
    });
  });

  it('S41: no box at all, or Cancel, answers access_denied', async () => {
    expect(await decide([])).toEqual({ state: 'the-state', error: 'access_denied' });
    expect(await decide(PAIR, {}, 'cancel')).toEqual({ state: 'the-state', error: 'access_denied' });
  });

  it('refuses unknown clients, foreign redirects, unknown scopes on a page of its own, without a redirect', async () => {
    const wrong: Record<string, string>[] = [
      { client_id: 'nobody' },
      { redirect_uri: 'https://evil.example/' },
      { scope: 'calendar.everything' },
      { response_type: 'token' },
    ];
    for (const more of wrong) {
      const response = await fetch(authorizeUrl(more), { redirect: 'manual' });
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).toContain('Access blocked');
    }
  });

  it('S43: a code works once, for its redirect URI, within ten minutes', async () => {
    const { code } = await decide(PAIR);
    expect((await exchange(code!, { redirect_uri: 'http://localhost:1/other' })).body.error).toBe(
      'redirect_uri_mismatch',
    );
    expect((await exchange(code!)).status).toBe(200);
    expect(await exchange(code!)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const late = await decide(PAIR, { prompt: 'consent' });
    fixture.clock.advance(601);
    expect((await exchange(late.code!)).body.error).toBe('invalid_grant');
  });

  it('PKCE: only the S256 verifier of the challenge opens the code', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = {
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const { code } = await decide(PAIR, challenge);
    expect((await exchange(code!)).body.error).toBe('invalid_grant');
    expect((await exchange(code!, { code_verifier: 'wrong' })).body.error).toBe('invalid_grant');
    expect((await exchange(code!, { code_verifier: verifier })).status).toBe(200);
  });

  it('a wrong secret answers 401 invalid_client', async () => {
    const { code } = await decide(PAIR);
    expect(await exchange(code!, { client_secret: 'wrong' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('a refresh token comes with offline access at the first consent, later only with prompt=consent', async () => {
    expect((await connect({ access_type: 'online' })).refresh_token).toBeUndefined();
    await fixture.admin('DELETE', `/accounts/${ANNA}/grants/${CLIENT}`);
    expect((await connect()).refresh_token).toBeDefined();
    expect((await connect()).refresh_token).toBeUndefined();
    expect((await connect({ prompt: 'consent' })).refresh_token).toBeDefined();
  });

  it('what was granted before is not asked again, unless prompt=consent', async () => {
    await connect();
    const again = await fetch(authorizeUrl(), { redirect: 'manual' });
    expect(new URL(again.headers.get('location')!).searchParams.has('code')).toBe(true);
    expect((await fetch(authorizeUrl({ prompt: 'consent' }), { redirect: 'manual' })).status).toBe(200);
  });

  it('include_granted_scopes merges what was granted before', async () => {
    const owned = scope('calendar.events.owned');
    await connect();
    expect((await connect({ scope: owned, prompt: 'consent' }, [owned])).scope.split(' ')).toEqual([owned]);
    const merged = await connect({ scope: owned, prompt: 'consent', include_granted_scopes: 'true' }, [owned]);
    expect(merged.scope.split(' ').sort()).toEqual([...PAIR, owned].sort());
  });

  it('tells who somebody is by the sign-in scopes: an ID token that its keys verify, the same sub at every consent', async () => {
    const { id_token: idToken } = await connect({ scope: `openid email profile ${PAIR.join(' ')}`, nonce: 'n-1' });
    const { keys } = (await (await fetch(`${url}/oauth2/v3/certs`)).json()) as { keys: JsonWebKey[] };
    const [head, claims, signature] = idToken!.split('.');
    const key = createPublicKey({ key: keys[0]!, format: 'jwk' });
    const isSigned = verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature!, 'base64url'));
    expect(isSigned).toBe(true);
    const person = claimsOf(idToken!);
    expect(person).toMatchObject({ email: ANNA, email_verified: true, name: 'Anna Berg', nonce: 'n-1', aud: CLIENT });
    const second = await connect({ scope: `openid ${PAIR.join(' ')}`, prompt: 'consent' });
    expect(claimsOf(second.id_token!)).toMatchObject({ sub: person.sub });
    expect(claimsOf(second.id_token!).email).toBeUndefined();
  });

  it('refreshes without rotating; the new access token works', async () => {
    const { refresh_token: refreshToken } = await connect();
    fixture.clock.advance(3_601);
    const refreshed = await refresh(refreshToken!);
    expect(refreshed.body.refresh_token).toBeUndefined();
    const headers = { Authorization: `Bearer ${refreshed.body.access_token}` };
    expect((await fetch(`${url}/calendar/v3/users/me/calendarList`, { headers })).status).toBe(200);
    expect((await refresh(refreshToken!)).status).toBe(200);
  });

  it('works with google-auth-library as it is: exchange, refresh, revoke', async () => {
    const client = new OAuth2Client({
      clientId: CLIENT,
      clientSecret: SECRET,
      redirectUri: REDIRECT,
      endpoints: { oauth2TokenUrl: `${url}/token`, oauth2RevokeUrl: `${url}/revoke` },
    });
    const { tokens } = await client.getToken((await decide(PAIR)).code!);
    client.setCredentials({ refresh_token: tokens.refresh_token! });
    expect((await client.getAccessToken()).token).toMatch(/^ya29\./);
    await client.revokeToken(tokens.refresh_token!);
    expect(await refresh(tokens.refresh_token!)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it("S39: revoking any token ends the whole grant of the user for the client, as the account's page does", async () => {
    const [first, second] = [await connect(), await connect({ prompt: 'consent' })];
    const revoked = await fetch(`${url}/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token: first.access_token }),
    });
    expect(revoked.status).toBe(200);
    expect((await refresh(second.refresh_token!)).body.error).toBe('invalid_grant');
    const headers = { Authorization: `Bearer ${second.access_token}` };
    expect((await fetch(`${url}/calendar/v3/users/me/calendarList`, { headers })).status).toBe(401);
    const third = await connect();
    await fixture.admin('DELETE', `/accounts/${ANNA}/grants/${CLIENT}`);
    expect((await refresh(third.refresh_token!)).body.error).toBe('invalid_grant');
    expect(
      (await fetch(`${url}/revoke`, { method: 'POST', body: new URLSearchParams({ token: 'unknown' }) })).status,
    ).toBe(400);
  });

  it('"100 refresh tokens per Google Account per OAuth client": the oldest dies silently', async () => {
    const first = await connect();
    for (let n = 0; n < 99; n += 1) await connect({ prompt: 'consent' });
    expect((await refresh(first.refresh_token!)).status).toBe(200);
    await connect({ prompt: 'consent' });
    expect((await refresh(first.refresh_token!)).body.error).toBe('invalid_grant');
  });

  it('a refresh token dies unused after six months, or at the end of time-limited access', async () => {
    const idle = await connect();
    fixture.clock.advance(183 * 86_400);
    expect((await refresh(idle.refresh_token!)).body.error).toBe('invalid_grant');
    await fixture.admin('PATCH', '/settings', { refreshTokenSeconds: 7 * 86_400 });
    const limited = await connect({ prompt: 'consent' });
    expect(limited.refresh_token_expires_in).toBe(7 * 86_400);
    fixture.clock.advance(7 * 86_400);
    expect((await refresh(limited.refresh_token!)).body.error).toBe('invalid_grant');
  });

  it('R23: faults hit the token endpoint too', async () => {
    const { refresh_token: refreshToken } = await connect();
    await fixture.admin('POST', '/faults', { path: '^/token$', status: 400, reason: 'invalid_grant', times: 1 });
    expect((await refresh(refreshToken!)).body.error).toBe('invalid_grant');
    expect((await refresh(refreshToken!)).status).toBe(200);
  });
});

describe('the scope matrix', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(() => fixture.close());

  const insufficient = { status: 403, reason: 'insufficientPermissions' };
  const WORK = 'c_annabergexamplecomwork@group.calendar.google.com';

  it('calendar.app.created makes calendars and touches only those: no list, no move, no clear, no others', async () => {
    const api = fixture.api(['calendar.app.created']);
    const calendarId = await newCalendar(api);
    const event = (await api.events.insert({ calendarId, requestBody: hour(9) })).data;
    await api.events.list({ calendarId });
    await api.calendarList.get({ calendarId });
    expect(await refusal(api.calendarList.list())).toEqual(insufficient);
    expect(await refusal(api.events.list({ calendarId: 'primary' }))).toEqual(insufficient);
    expect(await refusal(api.events.insert({ calendarId: WORK, requestBody: hour(9) }))).toEqual(insufficient);
    expect(await refusal(api.events.move({ calendarId, eventId: event.id!, destination: calendarId }))).toEqual(
      insufficient,
    );
    expect(await refusal(api.calendars.clear({ calendarId }))).toEqual(insufficient);
    const other = fixture.api(['calendar.app.created'], ANNA, 'other');
    expect(await refusal(other.events.list({ calendarId }))).toEqual(insufficient);
  });

  it('calendar.calendarlist.readonly lists calendars and reads no event', async () => {
    const api = fixture.api(['calendar.calendarlist.readonly']);
    expect((await api.calendarList.list()).data.items!.length).toBeGreaterThan(2);
    expect(await refusal(api.events.list({ calendarId: WORK }))).toEqual(insufficient);
    expect(await refusal(api.calendars.insert({ requestBody: { summary: 'No' } }))).toEqual(insufficient);
  });

  it('calendar.events with calendar.readonly cannot create a calendar', async () => {
    const api = fixture.api(['calendar.events', 'calendar.readonly']);
    await api.events.insert({ calendarId: WORK, requestBody: hour(9) });
    expect(await refusal(api.calendars.insert({ requestBody: { summary: 'No' } }))).toEqual(insufficient);
  });

  it('calendar.events.owned writes to calendars that the account owns, not to shared ones', async () => {
    const api = fixture.api(['calendar.events.owned']);
    await api.events.insert({ calendarId: WORK, requestBody: hour(9) });
    const ben = 'ben.kurz@example.com';
    await fixture.admin('PUT', `/accounts/${ben}/calendars/${ben}/role`, { account: ANNA, accessRole: 'writer' });
    expect(await refusal(api.events.insert({ calendarId: ben, requestBody: hour(9) }))).toEqual(insufficient);
    await fixture.api(['calendar.events']).events.insert({ calendarId: ben, requestBody: hour(9) });
  });

  it('calendar.events.readonly reads and writes nothing; calendar.events.freebusy sees times only', async () => {
    const readonly = fixture.api(['calendar.events.readonly']);
    expect((await readonly.events.list({ calendarId: WORK })).data.items![0]!.summary).toBeDefined();
    expect(await refusal(readonly.events.insert({ calendarId: WORK, requestBody: hour(9) }))).toEqual(insufficient);
    const times = (await fixture.api(['calendar.events.freebusy']).events.list({ calendarId: WORK })).data.items!;
    expect(times[0]!.start).toBeDefined();
    expect(times.some(({ summary }) => summary !== undefined)).toBe(false);
  });
});
