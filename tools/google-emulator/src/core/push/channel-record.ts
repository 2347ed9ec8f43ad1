/** A collection that channels watch: a calendar's events, or an account's calendar list. */
export type Resource = { kind: 'events'; calendarId: string } | { kind: 'calendarList'; account: string };

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
