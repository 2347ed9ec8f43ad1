import type { SqlSession } from '@kalends/persistence';
import type { BudgetStore } from '../app/budget-store';

export const forgottenAfterMs = 10 * 60 * 1000;

export class PostgresBudgetStore implements BudgetStore {
  constructor(private readonly session: SqlSession) {}

  async strike(tenantId: string, grantId: string, now: Date, until: (strikes: number) => Date): Promise<Date> {
    const [budget] = await this.session.query<{ strikes: number; blockedUntil: Date | null }>(
      `INSERT INTO google_budgets AS b (tenant_id, grant_id) VALUES ($1, $2)
       ON CONFLICT ON CONSTRAINT google_budgets_pkey DO UPDATE SET grant_id = b.grant_id
       RETURNING strikes, nullif(blocked_until, '-infinity') AS "blockedUntil"`,
      [tenantId, grantId],
    );
    const { strikes, blockedUntil } = budget!;
    if (blockedUntil !== null && blockedUntil > now) return blockedUntil;
    const isOld = blockedUntil === null || now.getTime() - blockedUntil.getTime() > forgottenAfterMs;
    const counted = isOld ? 1 : strikes + 1;
    const retryAt = until(counted);
    await this.session.query(
      'UPDATE google_budgets SET strikes = $3, blocked_until = $4 WHERE tenant_id = $1 AND grant_id = $2',
      [tenantId, grantId, counted, retryAt],
    );
    return retryAt;
  }
}
