import type { Context } from '../context';
import type { ClientRecord } from '../state';
import { OAuthError } from './oauth-error';
import { isSignIn, readScopes } from './scopes';

const CODE_LIFE = 10 * 60_000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A checked request to the authorization endpoint. */
export interface AuthorizationRequest {
  readonly client: ClientRecord;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state?: string;
  readonly challenge?: string;
  readonly challengeMethod?: 'S256' | 'plain';
  readonly offline: boolean;
  readonly prompt: ReadonlySet<string>;
  readonly loginHint?: string;
  readonly includeGranted: boolean;
  readonly nonce?: string;
}

type Query = Readonly<Record<string, string | undefined>>;

/**
 * Reads the query of the authorization endpoint.
 * @throws OAuthError shown to the person, never sent to the redirect URI: that may be forged
 */
export function readAuthorizationRequest(context: Context, query: Query): AuthorizationRequest {
  const client = context.state.clients.get('', query.client_id ?? '');
  if (!client) throw new OAuthError('invalid_client', 'The OAuth client was not found.', 401);
  const redirectUri = query.redirect_uri ?? '';
  if (!URL.canParse(redirectUri) || !LOOPBACK.has(new URL(redirectUri).hostname))
    throw new OAuthError(
      'redirect_uri_mismatch',
      'The redirect URI in the request is not one of the client’s: only loopback is.',
    );
  if (query.response_type !== 'code') throw new OAuthError('invalid_request', 'response_type must be "code".');
  const { scopes, unknown } = readScopes(query.scope ?? '');
  if (unknown.length > 0)
    throw new OAuthError('invalid_scope', `Some requested scopes are invalid: ${unknown.join(' ')}`);
  if (scopes.length === 0) throw new OAuthError('invalid_request', 'Missing required parameter: scope');
  const method = query.code_challenge_method ?? 'plain';
  if (query.code_challenge !== undefined && method !== 'S256' && method !== 'plain')
    throw new OAuthError('invalid_request', 'Unknown code_challenge_method.');
  return {
    client,
    redirectUri,
    scopes,
    state: query.state,
    challenge: query.code_challenge,
    challengeMethod: query.code_challenge === undefined ? undefined : (method as 'S256' | 'plain'),
    offline: query.access_type === 'offline',
    prompt: new Set((query.prompt ?? '').split(/\s+/).filter(Boolean)),
    loginHint: query.login_hint,
    includeGranted: query.include_granted_scopes === 'true',
    nonce: query.nonce,
  };
}

/** Scopes of the request that need the person's word: each has a box of its own. */
export const scopesToAsk = (request: AuthorizationRequest) => request.scopes.filter((scope) => !isSignIn(scope));

/** Whether the consent page may be skipped: everything was granted before, and nobody asks for it anew. */
export function isGranted(context: Context, request: AuthorizationRequest, account: string): boolean {
  const granted = context.state.grants.get(account, request.client.id)?.scopes ?? [];
  return !request.prompt.has('consent') && request.scopes.every((scope) => granted.includes(scope));
}

/**
 * The person agreed to `ticked` (a part of what was asked). Sign-in scopes need no box.
 * @returns the redirect with a code, or with access_denied when nothing that was asked for was granted
 */
export function approve(
  context: Context,
  request: AuthorizationRequest,
  account: string,
  ticked: readonly string[],
): string {
  const asked = scopesToAsk(request);
  const granted = request.scopes.filter((scope) => isSignIn(scope) || ticked.includes(scope));
  if (asked.length > 0 && !asked.some((scope) => ticked.includes(scope))) return deny(request);
  const before = context.state.grants.get(account, request.client.id);
  const merged = [...new Set([...(before?.scopes ?? []), ...granted])];
  context.state.grants.put(account, request.client.id, { account, clientId: request.client.id, scopes: merged });
  const code = `4/0${context.random.id(60)}`;
  context.state.codes.put('', code, {
    code,
    account,
    clientId: request.client.id,
    scopes: request.includeGranted ? merged : granted,
    redirectUri: request.redirectUri,
    challenge: request.challenge,
    challengeMethod: request.challengeMethod,
    refresh: request.offline && (!before || request.prompt.has('consent')),
    nonce: request.nonce,
    expiresAt: context.now + CODE_LIFE,
  });
  return redirect(request, {
    code,
    scope: granted.join(' '),
    authuser: '0',
    prompt: request.prompt.has('consent') ? 'consent' : 'none',
  });
}

export const deny = (request: AuthorizationRequest, error = 'access_denied') => redirect(request, { error });

function redirect(request: AuthorizationRequest, answer: Record<string, string>): string {
  const url = new URL(request.redirectUri);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  return url.toString();
}
