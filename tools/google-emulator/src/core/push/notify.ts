import type { Randomness } from '../ports';
import type { State } from '../state';
import { isSame, type ChannelRecord, type Resource } from './channel-record';
import type { PushQueue } from './push-queue';

/** Message numbers grow, but not one by one. */
const MAX_STEP = 3;

/** Queues a message for every live channel of a collection. Runs inside a transaction: numbers are stored. */
export function notifyChannels(
  state: State,
  queue: PushQueue,
  random: Randomness,
  now: number,
  resource: Resource,
  resourceState: 'exists' | 'not_exists',
): void {
  for (const channel of state.channels.all()) {
    if (channel.expiration <= now) state.channels.remove('', channel.id);
    else if (isSame(channel.resource, resource))
      send(state, queue, now, channel, resourceState, channel.messages + 1 + Math.floor(random.fraction() * MAX_STEP));
  }
}

/** The first message of a new channel: state `sync`, number 1. */
export function greet(state: State, queue: PushQueue, now: number, channelId: string): void {
  const channel = state.channels.get('', channelId);
  if (channel) send(state, queue, now, channel, 'sync', 1);
}

function send(
  state: State,
  queue: PushQueue,
  now: number,
  channel: ChannelRecord,
  resourceState: string,
  number: number,
): void {
  state.channels.put('', channel.id, { ...channel, messages: number });
  const headers: Record<string, string> = {
    'X-Goog-Channel-ID': channel.id,
    'X-Goog-Channel-Expiration': new Date(channel.expiration).toUTCString(),
    'X-Goog-Resource-ID': channel.resourceId,
    'X-Goog-Resource-URI': channel.resourceUri,
    'X-Goog-Resource-State': resourceState,
    'X-Goog-Message-Number': String(number),
  };
  if (channel.token !== undefined) headers['X-Goog-Channel-Token'] = channel.token;
  queue.add(channel.address, headers, now);
}
