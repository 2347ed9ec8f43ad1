/** What Google lets a grant do. Seen across tenants, as workers choose by it. */
export interface BudgetStore {
  /** Google asked for less: leaves the grant alone until `until`; never shortens a longer wait. @returns strikes in a row */
  strike(tenantId: string, grantId: string, until: (strikes: number) => Date): Promise<number>;
  /** It answers again. */
  clear(tenantId: string, grantId: string): Promise<void>;
}
