/** A token that is of no use to us any more, to be given back to Google. */
export interface Revocation {
  readonly tenantId: string;
  /** The grant's id, or a new one for a token that was never kept: the envelope belongs to it. */
  readonly id: string;
  readonly accountHash: string;
  /** Sealed. */
  readonly refreshToken: string;
  readonly attempts: number;
}

/** Table of work, readable across tenants. */
export interface RevocationQueue {
  add(revocation: Omit<Revocation, 'attempts'>, due: Date): Promise<void>;
  /** The next due one, held until `leaseUntil`: after that somebody else may take it. */
  take(now: Date, leaseUntil: Date): Promise<Revocation | null>;
  /** One attempt more has failed. */
  postpone(revocation: Revocation, due: Date): Promise<void>;
  remove(revocation: Revocation): Promise<void>;
  /** Whether any tenant holds a grant of this account: then Google's grant must live on. Answers across tenants only. */
  accountInUse(accountHash: string): Promise<boolean>;
  /** Tenants that hold a grant of any account. Answers across tenants only. */
  tenantsWithGrants(): Promise<string[]>;
  /** Up to `limit` whose token is not sealed under `keyId`. */
  sealedOtherwise(keyId: string, limit: number): Promise<Revocation[]>;
  /** Writes the token if it is still the one of `before`. */
  reseal(before: Revocation, refreshToken: string): Promise<void>;
}
