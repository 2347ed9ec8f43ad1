import { Router, urlencoded } from 'express';
import type { Emulator } from '../core/emulator';
import { postForm } from '../core/oauth/endpoints';
import { OAuthError } from '../core/oauth/oauth-error';
import { userInfo } from '../core/oauth/id-token';
import { infoOf, sendOutcome } from './google-json';

/** Google's token, revocation, user-info and key endpoints. */
export function oauthApi(emulator: Emulator): Router {
  const router = Router();
  const form = urlencoded({ extended: false });
  router.post(['/token', '/oauth2/v4/token'], form, async (request, response) => {
    const fields = (request.body ?? {}) as Record<string, string>;
    const whole = { ...basicCredentials(request.get('authorization')), ...fields };
    await sendOutcome(response, postForm(emulator, 'token', whole, infoOf(request)));
  });
  router.post(['/revoke', '/o/oauth2/revoke'], form, async (request, response) => {
    const fields = { ...request.query, ...(request.body as object) } as Record<string, string>;
    await sendOutcome(response, postForm(emulator, 'revoke', fields, infoOf(request)));
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
  router.get('/oauth2/v3/certs', (_request, response) => void response.json(emulator.idTokens.keySet()));
  return router;
}

/** HTTP Basic is the other way for a client to say who it is (RFC 6749 section 2.3.1). */
function basicCredentials(header: string | undefined): { client_id?: string; client_secret?: string } {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':').map(decodeURIComponent);
  return { client_id: id, client_secret: secret };
}
