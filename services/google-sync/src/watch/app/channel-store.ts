/** Push channels. Seen across tenants, as a push names its channel only. */
export interface ChannelStore {
  /** Keeps a channel that is about to be opened: its first push may come before Google's answer. */
  add(channel: Channel): Promise<void>;
  /** Keeps what Google answered; its expiry may be sooner than asked for. */
  opened(id: string, googleResourceId: string, expiresAt: Date): Promise<void>;
  ofLink(linkId: string): Promise<Channel[]>;
  remove(id: string): Promise<void>;

  /**
   * Across tenants, in one statement: makes the `pull` of each channel's link due at `now`, however many pushes it got.
   * A digest that is not the channel's does nothing.
   * @returns ids of the channels whose digest was right
   */
  arrived(
    pushes: readonly { readonly channelId: string; readonly tokenDigest: Buffer }[],
    now: Date,
  ): Promise<string[]>;
}

export interface Channel {
  readonly tenantId: string;
  /** A UUID: at most 64 characters, unique in our Google project. */
  readonly id: string;
  readonly linkId: string;
  /** SHA-256 of the token. */
  readonly tokenDigest: Buffer;
  /** Null until Google's answer is stored; without it the channel can't be stopped, only run out. */
  readonly googleResourceId: string | null;
  readonly expiresAt: Date;
}
