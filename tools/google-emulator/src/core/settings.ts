/** What the admin plane may turn; the defaults are Google's. */
export interface Settings {
  /** Calls per sliding minute of one OAuth client, and of one user in it. */
  projectCallsPerMinute: number;
  userCallsPerMinute: number;
  /** What a call over the quota answers; Google answers either. */
  quotaStatus: 403 | 429 | 'either';
  accessTokenSeconds: number;
  /** Time-limited access: life of refresh tokens given from now on; null is unlimited. */
  refreshTokenSeconds: number | null;
  /** Live refresh tokens per account and client; the oldest dies silently. */
  refreshTokensPerGrant: number;
  channelSeconds: number;
  /** The most items on a page, whatever was asked for; null is Google's own bound. */
  pageSize: number | null;
  /** Details of a deleted event: all that the organiser's copy keeps, or only the guaranteed id. */
  tombstones: 'full' | 'bare';
}

export const googleSettings: Settings = {
  projectCallsPerMinute: 10_000,
  userCallsPerMinute: 600,
  quotaStatus: 'either',
  accessTokenSeconds: 3_600,
  refreshTokenSeconds: null,
  refreshTokensPerGrant: 100,
  channelSeconds: 604_800,
  pageSize: null,
  tombstones: 'full',
};
