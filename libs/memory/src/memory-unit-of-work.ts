import type { UnitOfWork } from '@kalends/kernel';
import { isRepeatable, unavailable } from '@kalends/persistence';
import { type Gate, openGate } from './gate';
import type { MemoryDatabase, MemorySession } from './memory-database';
import type { Scope } from './transaction';

const attempts = 5;

/** kernel's UnitOfWork on a MemoryDatabase: one process' connections. */
export class MemoryUnitOfWork<Tx> implements UnitOfWork<Tx> {
  constructor(
    private readonly database: MemoryDatabase,
    /** Makes a service's stores for one transaction. */
    private readonly bind: (session: MemorySession) => Tx,
    private readonly gate: Gate = openGate,
    private readonly owner: object = gate,
  ) {}

  run<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.repeat({ tenantId }, work);
  }

  runAcrossTenants<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.repeat('queues', work);
  }

  private async repeat<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    const connection = { scope, gate: this.gate, owner: this.owner };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.database.transaction(connection, (session) => work(this.bind(session)));
      } catch (error) {
        if (!isRepeatable(error)) throw error;
        if (attempt === attempts) throw unavailable('contention');
      }
    }
  }
}
