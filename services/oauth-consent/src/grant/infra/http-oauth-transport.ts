import { patience } from '../../patience/patience';
import { unusable, type OAuthReply, type OAuthTransport } from './form-google-oauth';

/** Forms by HTTP. */
export class HttpOAuthTransport implements OAuthTransport {
  constructor(private readonly urls: { readonly token: string; readonly revoke: string }) {}

  async post(endpoint: 'token' | 'revoke', form: Readonly<Record<string, string>>): Promise<OAuthReply> {
    try {
      const response = await fetch(this.urls[endpoint], {
        method: 'POST',
        body: new URLSearchParams(form),
        signal: AbortSignal.timeout(patience.callMs),
        redirect: 'error',
      });
      if (response.status >= 500 || response.status === 429) throw new Error(`status ${response.status}`);
      return { status: response.status, body: parsed(await response.text()) };
    } catch (cause) {
      throw unusable(cause);
    }
  }

  repeated<T>(call: () => Promise<T>): Promise<T> {
    return patience.repeated(call);
  }
}

/** Revocation answers with an empty body. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
