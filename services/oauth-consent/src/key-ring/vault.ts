/** What a sealed text belongs to. It opens for exactly this and nothing else. */
export interface SealContext {
  readonly tenantId: string;
  /** The grant, request or revocation that holds it. */
  readonly id: string;
  readonly purpose: 'refresh-token' | 'account' | 'verifier';
}

/**
 * Keeps secrets that have to lie in the database (AES-256-GCM envelopes: a data key for each text, wrapped by a key of the ring).
 * Plain texts live in the memory of one call, never in logs, events or errors.
 */
export interface Vault {
  /** Key that new texts are wrapped with. */
  readonly currentKeyId: string;
  /** A printable envelope that names its key. */
  seal(plain: string, context: SealContext): string;
  /** Throws a DomainError `key-ring/not-openable` when the key is gone, the envelope was altered or belongs to something else. */
  open(sealed: string, context: SealContext): string;
  /** The same text under the current key, without opening the text itself. */
  rewrap(sealed: string, context: SealContext): string;
}
