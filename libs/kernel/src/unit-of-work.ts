/**
 * The transaction as a value. `Tx` is a service's own bundle of stores and its outbox, all bound to one transaction.
 * Nothing else reaches the store, so that no query can run outside a tenant.
 */
export interface UnitOfWork<Tx> {
  /**
   * Runs `work` in one transaction that sees `tenantId` alone, commits when it resolves and rolls back when it throws.
   * Serialization failures and deadlocks are repeated (5 times, with jitter): `work` must touch nothing but `tx`.
   */
  run<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T>;

  /** The same for queue tables (outbox, work, dirty calendars) of all tenants; tenants' own tables show no row here. */
  runAcrossTenants<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}
