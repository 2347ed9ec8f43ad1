import { DomainError, type Clock } from '@kalends/kernel';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { AuthorizationRequest, CodeAnswer, GoogleOAuth, RefreshAnswer } from '../app/google-oauth';

export interface GoogleOAuthSettings {
  readonly authorizeUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where Google sends the person back to. */
  readonly redirectUri: string;
}

export interface OAuthReply {
  readonly status: number;
  /** JSON, or null when it was none. */
  readonly body: unknown;
}

/** How forms get to Google's token and revocation endpoints. */
export interface OAuthTransport {
  /** Sends a form once. Throws `google-oauth/unavailable` for 5xx, 429 and when nothing comes back. */
  post(endpoint: 'token' | 'revoke', form: Readonly<Record<string, string>>): Promise<OAuthReply>;
  /** A call that may be made again without harm, as often as this transport is patient. */
  repeated<T>(call: () => Promise<T>): Promise<T>;
}

const tokenAnswer = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
  id_token: z.string().optional(),
});
const identity = z.object({
  iss: z.enum(['https://accounts.google.com', 'accounts.google.com']),
  sub: z.string().min(1),
  email: z.string().min(1),
  aud: z.string(),
  exp: z.number(),
});
const failure = z.object({ error: z.string() });

const scopesOf = (scope: string | undefined): string[] => (scope ?? '').split(' ').filter((each) => each !== '');

/** Google's authorization server as it speaks: forms there, answers read by schema, nothing of them in any error. */
export class FormGoogleOAuth implements GoogleOAuth {
  constructor(
    private readonly settings: GoogleOAuthSettings,
    private readonly transport: OAuthTransport,
    private readonly clock: Clock,
  ) {}

  authorizationUrl({ state, challenge, scopes, loginHint }: AuthorizationRequest): string {
    const url = new URL(this.settings.authorizeUrl);
    url.search = new URLSearchParams({
      client_id: this.settings.clientId,
      redirect_uri: this.settings.redirectUri,
      response_type: 'code',
      scope: scopes.join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
      ...(loginHint !== null && { login_hint: loginHint }),
    }).toString();
    return url.href;
  }

  async exchange(code: string, verifier: string): Promise<CodeAnswer> {
    const { redirectUri } = this.settings;
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri };
    const { status, body } = await this.post('token', form);
    if (status === 400)
      throw new DomainError('conflict', 'google-oauth/code-refused', 'Google did not accept the answer; start again.');
    const answer = understood(status, body);
    return {
      refreshToken: answer.refresh_token ?? null,
      scopes: scopesOf(answer.scope),
      ...this.whose(answer.id_token ?? ''),
    };
  }

  async refresh(refreshToken: string): Promise<RefreshAnswer> {
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const { status, body } = await this.transport.repeated(() => this.post('token', form));
    if (status === 400 && failure.safeParse(body).data?.error === 'invalid_grant') return { is: 'refused' };
    const answer = understood(status, body);
    return {
      is: 'token',
      value: answer.access_token,
      expiresInSeconds: answer.expires_in,
      scopes: answer.scope === undefined ? null : scopesOf(answer.scope),
    };
  }

  async revoke(refreshToken: string): Promise<void> {
    const { status } = await this.transport.repeated(() => this.post('revoke', { token: refreshToken }));
    // 400 invalid_token: it was gone already.
    if (status !== 400 && status !== 200) throw unusable(new Error(`status ${status}`));
  }

  /**
   * The token came straight from Google over TLS, so its signature adds nothing (OpenID Connect Core 3.1.3.7, item 6);
   * that it is for this client and not outdated is still checked.
   */
  private whose(idToken: string): { subject: string; email: string } {
    try {
      const { sub, email, aud, exp } = identity.parse(decodeJwt(idToken));
      if (aud !== this.settings.clientId || exp * 1000 < this.clock.now().getTime())
        throw new Error('not for us, not now');
      return { subject: sub, email };
    } catch (cause) {
      throw unusable(cause);
    }
  }

  private post(endpoint: 'token' | 'revoke', fields: Readonly<Record<string, string>>): Promise<OAuthReply> {
    const { clientId, clientSecret } = this.settings;
    return this.transport.post(endpoint, { ...fields, client_id: clientId, client_secret: clientSecret });
  }
}

const understood = (status: number, body: unknown): z.infer<typeof tokenAnswer> => {
  const answer = tokenAnswer.safeParse(body);
  if (status === 200 && answer.success) return answer.data;
  // The body may hold tokens: only its status is told.
  throw unusable(new Error(`status ${status}`));
};

/** Nothing that came back, or that did not, can be used. */
export const unusable = (cause: unknown): DomainError =>
  new DomainError(
    'unavailable',
    'google-oauth/unavailable',
    'Google sign-in does not answer as it should; try again shortly.',
    {},
    { cause },
  );
