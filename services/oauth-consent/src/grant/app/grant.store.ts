import type { Grant } from '../domain/grant';

/** Grants of the transaction's tenant. */
export interface GrantStore {
  /** Locks the account for the rest of the transaction, so that two consents of one account make one grant. */
  lockAccount(accountHash: string): Promise<Grant | null>;
  /** The grant, locked. */
  lock(id: string): Promise<Grant | null>;
  find(id: string): Promise<Grant | null>;
  /** Inserts or replaces, and notes for other tenants that this account is in use. */
  save(grant: Grant): Promise<void>;
  delete(grant: Grant): Promise<void>;
  /** Up to `limit` grants with a text that is not sealed under `keyId`. */
  sealedOtherwise(keyId: string, limit: number): Promise<Grant[]>;
  /** Writes the two sealed texts if they are still the ones of `before`. */
  reseal(before: Grant, sealed: Pick<Grant, 'refreshToken' | 'account'>): Promise<void>;
}
