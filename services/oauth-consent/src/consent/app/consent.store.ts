import type { Consent } from '../domain/consent';

/** Consents of the transaction's tenant, one for each resource that ever had one. */
export interface ConsentStore {
  find(resourceId: string): Promise<Consent | null>;
  /** All consents that use the grant: what counts its references. */
  byGrant(grantId: string): Promise<Consent[]>;
  /** Inserts or replaces. Throws a DomainError `consent/changed-meanwhile` (stale) unless the stored version is one less. */
  save(consent: Consent): Promise<void>;
}
