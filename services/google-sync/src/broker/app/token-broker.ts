/** Short-lived access to Google on behalf of a resource's consent. */
export interface TokenBroker {
  /**
   * An access token that is still good for a minute at least; kept in memory only.
   * @throws DomainError of kind `unavailable` when the broker does not answer
   */
  accessFor(tenantId: string, resourceId: string): Promise<Access | NeedsConsent>;

  /** Google answered 401 to this token: the next `accessFor` brings another one. */
  rejected(tenantId: string, resourceId: string, access: Access): Promise<void>;
}

export interface Access {
  readonly is: 'access';
  readonly token: string;
  readonly grantId: string;
}

export interface NeedsConsent {
  readonly is: 'needs-consent';
  /** A stable word: `never-given`, `revoked`, `scope-missing`. */
  readonly reason: string;
}
