export interface AccessToken {
  readonly value: string;
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
  /** The grant behind it: budgets and back-off are per grant. */
  readonly grantId: string;
}
