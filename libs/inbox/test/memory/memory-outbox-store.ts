import type { Clock } from '@kalends/kernel';
import type { OutboxRecord, OutboxStore } from '@kalends/outbox';
import type { MemoryDatabase } from './memory-database';

export class MemoryOutboxStore implements OutboxStore {
  constructor(
    private readonly database: MemoryDatabase,
    private readonly clock: Clock,
  ) {}

  unsent(holder: string, leaseMs: number, limit: number): Promise<readonly OutboxRecord[]> {
    return this.database.runAcrossTenants(({ state }) => {
      const now = this.clock.now().getTime();
      if (state.leases === null || state.leases.holder === holder || state.leases.expiresAt < now) {
        state.leases = { holder, expiresAt: now + leaseMs };
      }
      return Promise.resolve(
        state.leases.holder === holder ? state.outbox.filter(({ sent }) => !sent).slice(0, limit) : [],
      );
    });
  }

  async markSent(records: readonly OutboxRecord[]): Promise<void> {
    const seqs = new Set(records.map(({ seq }) => seq));
    await this.database.runAcrossTenants(({ state }) => {
      for (const row of state.outbox) if (seqs.has(row.seq)) row.sent = true;
      return Promise.resolve();
    });
  }

  async release(holder: string): Promise<void> {
    await this.database.runAcrossTenants(({ state }) => {
      if (state.leases?.holder === holder) state.leases = null;
      return Promise.resolve();
    });
  }

  deleteSent(): Promise<number> {
    return Promise.resolve(0);
  }

  oldestUnsentMs(): Promise<number> {
    return Promise.resolve(0);
  }
}
