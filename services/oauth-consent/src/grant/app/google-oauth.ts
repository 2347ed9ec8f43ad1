/** Google's authorization server (google.md section 6), for one client. */
export interface GoogleOAuth {
  /** The page to send the person to: offline access, consent asked every time, earlier grants merged. */
  authorizationUrl(request: AuthorizationRequest): string;

  /**
   * Changes a code for tokens (RFC 6749 section 4.1.3). A code works once: never repeated by the adapter.
   * Throws a DomainError `google-oauth/code-refused` (conflict) or `google-oauth/unavailable`.
   */
  exchange(code: string, verifier: string): Promise<CodeAnswer>;

  /** One access token more. Any `invalid_grant` is `refused`, whatever its text says. Throws `google-oauth/unavailable`. */
  refresh(refreshToken: string): Promise<RefreshAnswer>;

  /** Ends the whole grant of account and client, not only this token. A token that is gone already counts as done. */
  revoke(refreshToken: string): Promise<void>;
}

export interface AuthorizationRequest {
  readonly state: string;
  /** S256 challenge of the verifier (RFC 7636 section 4.2). */
  readonly challenge: string;
  readonly scopes: readonly string[];
  /** Address of the account that is expected, to be preselected. */
  readonly loginHint: string | null;
}

export interface CodeAnswer {
  /** Null when Google gave none: then nothing lasting was granted. */
  readonly refreshToken: string | null;
  readonly scopes: readonly string[];
  readonly subject: string;
  readonly email: string;
}

export type RefreshAnswer =
  | {
      readonly is: 'token';
      readonly value: string;
      readonly expiresInSeconds: number;
      readonly scopes: readonly string[] | null;
    }
  | { readonly is: 'refused' };
