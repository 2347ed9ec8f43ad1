import { Router, urlencoded } from 'express';
import type { Emulator } from '../core/emulator';
import { OAuthError } from '../core/oauth/oauth-error';
import { userInfo } from '../core/oauth/id-token';
import { revoke, token } from '../core/oauth/token-endpoint';
import { infoOf, sendOutcome } from './google-json';

/** Google's token, revocation, user-info and key endpoints. */
export function oauthApi(emulator: Emulator): Router {
  const router = Router();
  const form = urlencoded({ extended: false });
  router.post(['/token', '/oauth2/v4/token'], form, async (request, response) => {
    const fields = (request.body ?? {}) as Record<string, string>;
    const answered = emulator.oauth('oauth.token', infoOf(request), (context) => ({
      status: 200,
      headers: { 'Cache-Control': 'no-store' },
      body: token(context, { ...basicCredentials(request.get('authorization')), ...fields }, emulator.signer),
    }));
    await sendOutcome(response, answered);
  });
  router.post(['/revoke', '/o/oauth2/revoke'], form, async (request, response) => {
    const { token: given } = { ...request.query, ...(request.body as object) } as { token?: string };
    const answered = emulator.oauth('oauth.revoke', infoOf(request), (context) => {
      revoke(context, given);
      return { status: 200, body: {} };
    });
    await sendOutcome(response, answered);
  });
  router.get(['/oauth2/v3/userinfo', '/v1/userinfo'], async (request, response) => {
    const bearer = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? '';
    const answered = emulator.oauth('oauth.userinfo', infoOf(request), (context) => {
      const access = context.state.accessTokens.get('', bearer);
      if (!access || access.expiresAt <= context.now)
        throw new OAuthError('invalid_request', 'Invalid Credentials', 401);
      return { status: 200, body: userInfo(context.state.accounts.get('', access.account)!, access.scopes) };
    });
    await sendOutcome(response, answered);
  });
  router.get('/oauth2/v3/certs', (_request, response) => void response.json(emulator.signer.keySet()));
  return router;
}

/** HTTP Basic is the other way for a client to say who it is (RFC 6749 section 2.3.1). */
function basicCredentials(header: string | undefined): { client_id?: string; client_secret?: string } {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
  return { client_id: id, client_secret: secret };
}
