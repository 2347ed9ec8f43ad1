/** What Google lets a grant do. Seen across tenants, as workers choose by it. */
export interface BudgetStore {
  /**
   * Google asked for less at `now`: the grant is left alone until `until(strikes in a row)`. A strike within a wait that is
   * not over counts as the same one, and ten minutes after one the count begins anew.
   * @returns until when
   */
  strike(tenantId: string, grantId: string, now: Date, until: (strikes: number) => Date): Promise<Date>;
}
