/** A collection that channels watch: a calendar's events, or an account's calendar list. */
export type Resource = { kind: 'events'; calendarId: string } | { kind: 'calendarList'; account: string };

export const isSame = (a: Resource, b: Resource): boolean =>
  a.kind === 'events'
    ? b.kind === 'events' && a.calendarId === b.calendarId
    : b.kind === 'calendarList' && a.account === b.account;

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
