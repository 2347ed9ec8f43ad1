/**
 * What one Google account gave this client, once per tenant however many resources use it: Google merges all consents of
 * an account and revokes them together (google.md section 6).
 */
export interface Grant {
  readonly id: string;
  /** SHA-256 over client id and Google's `sub`, hex: recognises the account without keeping who it is. */
  readonly accountHash: string;
  readonly state: 'granted' | 'needs-consent';
  readonly scopes: readonly string[];
  /** 1, 2, 3…: a new one with each new refresh token, so that a late failure of an old token does no harm. */
  readonly generation: number;
  /** Sealed. */
  readonly refreshToken: string;
  /** The account's address, sealed; for the eyes of the resource's own people. */
  readonly account: string;
}
