import type { Randomness } from './ports';
import type { Resource } from './push/channel-record';
import type { Settings } from './settings';
import type { State } from './state';

/** Who acts: an application with a token, or (clientId null) the person on Google's own page. */
export interface Caller {
  readonly account: string;
  readonly clientId: string | null;
  readonly scopes: readonly string[];
}

/** What an operation may reach. One context lives for one call. */
export interface Context {
  readonly state: State;
  readonly settings: Settings;
  readonly random: Randomness;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Says that a collection has news (or is gone), so that its channels are told once the call has committed. */
  changed(resource: Resource, gone?: boolean): void;
  /** Says that a channel was opened: it gets its `sync` message once the call has committed. */
  opened(channelId: string): void;
  /** Counts mails that Google would send to guests. */
  mailed(count: number): void;
}

let newest = { ms: NaN, text: '' };

/** Many things happen at one instant under a simulation's clock, which then is written out once. */
export function isoOf(ms: number): string {
  if (ms !== newest.ms) newest = { ms, text: new Date(ms).toISOString() };
  return newest.text;
}
