import type { CallInfo, Emulator, Outcome } from '../emulator';
import { approve, deny, readAuthorizationRequest, scopesToAsk } from './authorization';
import { revoke, token } from './token-endpoint';

export type Form = Readonly<Record<string, string | undefined>>;

/** POST to the token or revocation endpoint, with faults, log and errors as for the API. */
export function postForm(
  emulator: Emulator,
  endpoint: 'token' | 'revoke',
  form: Form,
  info: CallInfo = { method: 'POST', path: `/${endpoint}` },
): Outcome {
  return emulator.oauth(`oauth.${endpoint}`, info, (context) => {
    if (endpoint === 'token')
      return {
        status: 200,
        headers: { 'Cache-Control': 'no-store' },
        body: token(context, form, emulator.idTokens),
      };
    revoke(context, form['token']);
    return { status: 200, body: {} };
  });
}

/**
 * What a person does on the consent page that an application sent it to.
 * @param url of the authorization endpoint with its query
 * @param ticked scopes whose boxes are ticked; absent: all; null: the person says no
 * @returns where Google sends the person back to
 * @throws OAuthError for a request that Google shows as an error
 */
export function answerConsent(
  emulator: Emulator,
  url: string,
  account: string,
  ticked?: readonly string[] | null,
): URL {
  const query = Object.fromEntries(new URL(url).searchParams);
  const { result } = emulator.run((context) => {
    const request = readAuthorizationRequest(context, query);
    return ticked === null ? deny(request) : approve(context, request, account, ticked ?? scopesToAsk(request));
  });
  return new URL(result);
}
