import type { MemorySession } from '@kalends/memory';
import { forgottenAfterMs } from '../outward/infra/postgres-budget-store';
import type { BudgetStore } from '../outward/app/budget-store';
import { noBudget } from './memory-work-store';
import { budgets, keyOf } from './tables';

export class MemoryBudgetStore implements BudgetStore {
  constructor(private readonly session: MemorySession) {}

  async strike(tenantId: string, grantId: string, now: Date, until: (strikes: number) => Date): Promise<Date> {
    const key = keyOf(tenantId, grantId);
    const { blockedUntil, strikes } = await this.session.query('budgets.lock', (view) => {
      const row = view.lock(budgets, key);
      if (row !== undefined) return row;
      const fresh = noBudget(tenantId, grantId);
      view.insert(budgets, fresh);
      return fresh;
    });
    if (blockedUntil !== null && blockedUntil > now) return blockedUntil;
    const isOld = blockedUntil === null || now.getTime() - blockedUntil.getTime() > forgottenAfterMs;
    const counted = isOld ? 1 : strikes + 1;
    const retryAt = until(counted);
    await this.session.query('budgets.strike', (view) =>
      view.update(budgets, key, (row) => ({ ...row, strikes: counted, blockedUntil: retryAt })),
    );
    return retryAt;
  }
}
