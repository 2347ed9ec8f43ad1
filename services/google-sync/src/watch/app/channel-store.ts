/** Push channels. Seen across tenants, as a push names its channel only. */
export interface ChannelStore {
  /** Keeps a channel that is about to be opened: its first push may come before Google's answer. */
  add(channel: Channel): Promise<void>;
  /** Keeps what Google answered; its expiry may be sooner than asked for. */
  opened(id: string, googleResourceId: string, expiresAt: Date): Promise<void>;
  ofLink(linkId: string): Promise<Channel[]>;
  remove(id: string): Promise<void>;

  /**
   * Across tenants: makes the `pull` of each channel's link due at `now`, however many pushes it got.
   * @returns those of `pushes` whose channel is open and whose digest is right; the others did nothing
   */
  arrived(pushes: readonly Push[], now: Date): Promise<ReadonlySet<Push>>;
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

export interface Push {
  readonly channelId: string;
  readonly tokenDigest: Buffer;
}
