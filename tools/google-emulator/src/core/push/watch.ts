import { createHash } from 'node:crypto';
import type { Caller, Context } from '../context';
import { errors } from '../google-error';
import { isObject } from '../events/event-input';
import { bodyOf } from '../events/write-event';
import type { Resource } from './channel-record';
import { noContent, type ApiRequest, type Operation } from '../operation';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Builds the watch method of a collection. */
export function watchOperation(
  id: string,
  path: string,
  scopes: readonly string[],
  resourceOf: (context: Context, caller: Caller, request: ApiRequest, operation: Operation) => Resource,
): Operation {
  return {
    id,
    verb: 'post',
    path,
    scopes,
    writes: false,
    run: (context, caller, request, operation) =>
      watch(context, caller, request, resourceOf(context, caller, request, operation)),
  };
}

function watch(context: Context, caller: Caller, request: ApiRequest, resource: Resource) {
  const body = bodyOf(request);
  const { id, type, address, token } = body;
  if (typeof id !== 'string' || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id))
    throw errors.invalid('Invalid channel id.', 'resource.id');
  if (type !== 'web_hook' && type !== 'webhook') throw errors.invalid('Unknown channel type.', 'resource.type');
  if (typeof address !== 'string' || !isSafe(address))
    throw pushError('push.webhookUrlNotHttps', `WebHook callback must be HTTPS: ${String(address)}`);
  if (token !== undefined && token !== null && (typeof token !== 'string' || token.length > 256))
    throw errors.invalid('Channel token is too long.', 'resource.token');
  const known = context.state.channels.get('', id);
  if (known && known.expiration > context.now) throw pushError('channelIdNotUnique', `Channel id ${id} not unique`);
  const expiration = expirationOf(context, body);
  const channel = context.state.channels.put('', id, {
    id,
    resource,
    resourceId: resourceIdOf(resource),
    resourceUri: resourceUriOf(resource),
    address,
    token: (token as string | undefined) ?? undefined,
    account: caller.account,
    clientId: caller.clientId,
    expiration,
    messages: 0,
  });
  context.opened(id);
  return {
    status: 200,
    body: {
      kind: 'api#channel',
      id,
      resourceId: channel.resourceId,
      resourceUri: channel.resourceUri,
      token: channel.token,
      expiration: String(expiration),
    },
  };
}

const pushError = (reason: string, message: string) => {
  const error = errors.invalid(message);
  error.item.reason = reason;
  return error;
};

/** HTTPS as Google wants it; plain HTTP only on loopback, where the emulator lives. */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

/** The stricter of what was asked for (absolute milliseconds, or a life in seconds) and the limit. */
function expirationOf(context: Context, { expiration, params }: Record<string, unknown>): number {
  const limit = context.now + context.settings.channelSeconds * 1000;
  const ttl = isObject(params) && params.ttl !== undefined ? context.now + Number(params.ttl) * 1000 : Infinity;
  const asked = expiration === undefined || expiration === null ? Infinity : Number(expiration);
  const wanted = Math.min(ttl, asked);
  if (Number.isNaN(wanted) || wanted <= context.now)
    throw errors.invalid('Invalid channel expiration.', 'resource.expiration');
  return Math.min(wanted, limit);
}

/** One id per collection, the same in all its channels. */
export function resourceIdOf(resource: Resource): string {
  return createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 27);
}

function resourceUriOf(resource: Resource): string {
  const path =
    resource.kind === 'events'
      ? `calendars/${encodeURIComponent(resource.calendarId)}/events`
      : 'users/me/calendarList';
  return `https://www.googleapis.com/calendar/v3/${path}?alt=json`;
}

/** channels.stop: only for the user and the client that opened the channel. */
export const stopOperation: Operation = {
  id: 'calendar.channels.stop',
  verb: 'post',
  path: '/channels/stop',
  scopes: [
    'calendar',
    'calendar.acls',
    'calendar.acls.readonly',
    'calendar.app.created',
    'calendar.calendarlist',
    'calendar.calendarlist.readonly',
    'calendar.events',
    'calendar.events.freebusy',
    'calendar.events.owned',
    'calendar.events.owned.readonly',
    'calendar.events.public.readonly',
    'calendar.events.readonly',
    'calendar.readonly',
    'calendar.settings.readonly',
  ],
  writes: false,
  run: (context, caller, request) => {
    const { id, resourceId } = bodyOf(request);
    if (typeof id !== 'string' || typeof resourceId !== 'string') throw errors.required('Missing id or resourceId.');
    const channel = context.state.channels.get('', id);
    const isOwn = channel?.account === caller.account && channel.clientId === caller.clientId;
    if (!channel || !isOwn || channel.resourceId !== resourceId || channel.expiration <= context.now)
      throw errors.notFound();
    context.state.channels.remove('', id);
    return noContent;
  },
};
