import type { Confirmation } from '../domain/confirmation';

/** Confirmations of the transaction's tenant. */
export interface ConfirmationStore {
  add(confirmation: Confirmation): Promise<void>;
  /** Takes it out: with the transaction's commit it is used up. */
  take(digest: Buffer): Promise<Confirmation | null>;
  deleteExpired(now: Date): Promise<void>;
}
