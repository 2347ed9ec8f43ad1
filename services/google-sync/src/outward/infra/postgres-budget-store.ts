import type { SqlSession } from '@kalends/persistence';
import type { BudgetStore } from '../app/budget-store';

export class PostgresBudgetStore implements BudgetStore {
  constructor(private readonly session: SqlSession) {}

  async strike(tenantId: string, grantId: string, until: (strikes: number) => Date): Promise<number> {
    const [row] = await this.session.query<{ strikes: number }>(
      `INSERT INTO google_budgets AS b (tenant_id, grant_id, strikes) VALUES ($1, $2, 1)
       ON CONFLICT ON CONSTRAINT google_budgets_pkey DO UPDATE SET strikes = b.strikes + 1 RETURNING strikes`,
      [tenantId, grantId],
    );
    await this.session.query(
      'UPDATE google_budgets SET blocked_until = greatest(blocked_until, $3) WHERE tenant_id = $1 AND grant_id = $2',
      [tenantId, grantId, until(row!.strikes)],
    );
    return row!.strikes;
  }

  async clear(tenantId: string, grantId: string): Promise<void> {
    await this.session.query(
      `UPDATE google_budgets SET strikes = 0 WHERE tenant_id = $1 AND grant_id = $2 AND strikes > 0`,
      [tenantId, grantId],
    );
  }
}
