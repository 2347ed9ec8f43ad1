import type { UnitOfWork } from '@kalends/kernel';
import type { SyncTx } from '../../src/sync-tx';
import { emptyState, type MemoryState } from './memory-state';
import { memorySyncTx } from './memory-sync-tx';

/** Transactions one after the other, each on a snapshot that replaces the state when it commits. */
export class MemoryUnitOfWork implements UnitOfWork<SyncTx> {
  state: MemoryState = emptyState();
  private last: Promise<unknown> = Promise.resolve();

  run<T>(tenantId: string, work: (tx: SyncTx) => Promise<T>): Promise<T> {
    return this.queue(tenantId, work);
  }

  runAcrossTenants<T>(work: (tx: SyncTx) => Promise<T>): Promise<T> {
    return this.queue(null, work);
  }

  private queue<T>(tenantId: string | null, work: (tx: SyncTx) => Promise<T>): Promise<T> {
    const run = this.last.then(async () => {
      const draft = { ...this.state };
      const result = await work(memorySyncTx(draft, tenantId));
      this.state = draft;
      return result;
    });
    this.last = run.catch(() => undefined);
    return run;
  }
}
