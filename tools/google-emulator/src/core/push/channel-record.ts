import type { Resource } from '../context';

/** A live watch. */
export interface ChannelRecord {
  readonly id: string;
  readonly resource: Resource;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly address: string;
  readonly token?: string;
  readonly account: string;
  readonly clientId: string | null;
  /** Epoch ms; from then on the channel is silent. */
  readonly expiration: number;
  /** Number of the newest message. */
  readonly messages: number;
}
