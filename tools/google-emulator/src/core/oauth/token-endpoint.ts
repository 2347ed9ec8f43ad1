import { hash, timingSafeEqual } from 'node:crypto';
import type { Context } from '../context';
import type { AccessTokenRecord, ClientRecord, RefreshTokenRecord } from '../state';
import type { IdTokens } from './id-token';
import { OAuthError } from './oauth-error';

const DAY = 86_400_000;
/** A refresh token that nobody used for six months is dead. */
const IDLE_LIFE = 182 * DAY;

type Form = Readonly<Record<string, string | undefined>>;

const invalidGrant = (description = 'Token has been expired or revoked.') =>
  new OAuthError('invalid_grant', description);

/** POST /token: authorization_code and refresh_token (RFC 6749 sections 4.1.3 and 6, RFC 7636). */
export function token(context: Context, form: Form, idTokens: IdTokens): Record<string, unknown> {
  const client = authenticate(context, form);
  if (form.grant_type === 'authorization_code') return exchangeCode(context, client, form, idTokens);
  if (form.grant_type === 'refresh_token') return refresh(context, client, form, idTokens);
  throw new OAuthError('unsupported_grant_type', `Invalid grant_type: ${form.grant_type ?? ''}`);
}

function authenticate(context: Context, form: Form): ClientRecord {
  const client = context.state.clients.get('', form.client_id ?? '');
  if (!client) throw new OAuthError('invalid_client', 'The OAuth client was not found.', 401);
  if (!isEqual(form.client_secret ?? '', client.secret)) throw new OAuthError('invalid_client', 'Unauthorized', 401);
  return client;
}

const digest = (text: string) => hash('sha256', text, 'buffer');
const isEqual = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

function exchangeCode(context: Context, client: ClientRecord, form: Form, idTokens: IdTokens) {
  const code = context.state.codes.get('', form.code ?? '');
  if (!code || code.clientId !== client.id || code.expiresAt <= context.now) throw invalidGrant('Malformed auth code.');
  if (code.redirectUri !== form.redirect_uri) throw new OAuthError('redirect_uri_mismatch', 'Bad Request');
  if (code.challenge !== undefined) {
    const verifier = form.code_verifier ?? '';
    const made = code.challengeMethod === 'S256' ? digest(verifier).toString('base64url') : verifier;
    if (!isEqual(made, code.challenge))
      throw invalidGrant(verifier ? 'Invalid code verifier.' : 'Missing code verifier.');
  }
  context.state.codes.remove('', code.code);
  const refreshToken = code.refresh ? issueRefreshToken(context, code.account, client.id, code.scopes) : undefined;
  const access = issueAccessToken(context, code.account, client.id, code.scopes);
  return answer(context, access, idTokens, { refreshToken, nonce: code.nonce });
}

/** Gives a refresh token; over the limit the account's oldest one for this client dies silently. */
export function issueRefreshToken(
  context: Context,
  account: string,
  clientId: string,
  scopes: readonly string[],
): RefreshTokenRecord {
  const { refreshTokensPerGrant, refreshTokenSeconds } = context.settings;
  const alive = context.state.refreshTokens
    .all()
    .filter((other) => other.account === account && other.clientId === clientId)
    .sort((a, b) => a.order - b.order);
  const surplus = Math.max(0, alive.length - refreshTokensPerGrant + 1);
  for (const oldest of alive.slice(0, surplus)) context.state.refreshTokens.remove('', oldest.token);
  const record: RefreshTokenRecord = {
    token: `1//0${context.random.id(60)}`,
    account,
    clientId,
    scopes: [...scopes],
    order: context.state.nextVersion(),
    lastUsedAt: context.now,
    expiresAt: refreshTokenSeconds === null ? undefined : context.now + refreshTokenSeconds * 1000,
  };
  return context.state.refreshTokens.put('', record.token, record);
}

export function issueAccessToken(
  context: Context,
  account: string,
  clientId: string,
  scopes: readonly string[],
): AccessTokenRecord {
  for (const old of context.state.accessTokens.all())
    if (old.expiresAt <= context.now) context.state.accessTokens.remove('', old.token);
  const expiresAt = context.now + context.settings.accessTokenSeconds * 1000;
  const record = { token: `ya29.${context.random.id(80)}`, account, clientId, scopes: [...scopes], expiresAt };
  return context.state.accessTokens.put('', record.token, record);
}

function refresh(context: Context, client: ClientRecord, form: Form, idTokens: IdTokens) {
  const record = context.state.refreshTokens.get('', form.refresh_token ?? '');
  if (!record || record.clientId !== client.id) throw invalidGrant();
  const isDead =
    record.lastUsedAt < context.now - IDLE_LIFE || (record.expiresAt !== undefined && record.expiresAt <= context.now);
  if (isDead) throw invalidGrant();
  context.state.refreshTokens.put('', record.token, { ...record, lastUsedAt: context.now });
  return answer(context, issueAccessToken(context, record.account, client.id, record.scopes), idTokens, {});
}

function answer(
  context: Context,
  access: AccessTokenRecord,
  idTokens: IdTokens,
  { refreshToken, nonce }: { refreshToken?: RefreshTokenRecord; nonce?: string },
): Record<string, unknown> {
  const seconds = Math.floor((access.expiresAt - context.now) / 1000);
  return {
    access_token: access.token,
    expires_in: seconds,
    scope: access.scopes.join(' '),
    token_type: 'Bearer',
    ...(refreshToken && { refresh_token: refreshToken.token }),
    ...(refreshToken?.expiresAt && {
      refresh_token_expires_in: Math.floor((refreshToken.expiresAt - context.now) / 1000),
    }),
    ...(access.scopes.includes('openid') && { id_token: idTokens.issue(context, access, nonce) }),
  };
}

/** POST /revoke with either kind of token: ends all that the user had granted the client. */
export function revoke(context: Context, text: string | undefined): void {
  const record = context.state.refreshTokens.get('', text ?? '') ?? context.state.accessTokens.get('', text ?? '');
  if (!record) throw new OAuthError('invalid_token', 'Token expired or revoked');
  endGrant(context, record.account, record.clientId);
}

/** Also what a person does on the account's page: the grant with all its tokens is gone. */
export function endGrant(context: Context, account: string, clientId: string): void {
  context.state.grants.remove(account, clientId);
  for (const table of [context.state.refreshTokens, context.state.accessTokens, context.state.codes])
    for (const row of table.all() as { account: string; clientId: string; token?: string; code?: string }[])
      if (row.account === account && row.clientId === clientId) table.remove('', row.token ?? row.code!);
}
