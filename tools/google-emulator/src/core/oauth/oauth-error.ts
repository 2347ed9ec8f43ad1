/** RFC 6749 section 5.2: what the token and revocation endpoints answer when they refuse. */
export class OAuthError extends Error {
  constructor(
    readonly code: string,
    readonly description: string,
    readonly status = 400,
  ) {
    super(`${code}: ${description}`);
    this.name = 'OAuthError';
  }

  get body() {
    return { error: this.code, error_description: this.description };
  }
}
