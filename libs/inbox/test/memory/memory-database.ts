import { DomainError, type UnitOfWork } from '@kalends/kernel';
import { MemoryInbox } from './memory-inbox';
import type { MemoryState } from './memory-state';

export interface MemoryTx {
  readonly state: MemoryState;
  readonly inbox: MemoryInbox;
}

/** How a transaction ends: as it should, without a commit, or with a commit whose answer never came. */
export type TransactionFate = 'commit' | 'lost' | 'unanswered';

/** Transactions one after the other on copies of the state; each begins and answers when `gate` lets it. */
export class MemoryDatabase implements UnitOfWork<MemoryTx> {
  state: MemoryState = { outbox: [], leases: null, applied: new Set(), guards: new Map(), parked: [], effects: [] };
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly gate: () => Promise<unknown>,
    private readonly fate: () => TransactionFate,
  ) {}

  async run<T>(_tenantId: string, work: (tx: MemoryTx) => Promise<T>): Promise<T> {
    await this.gate();
    const mine = this.turn.then(() => this.once(work));
    this.turn = mine.catch(() => undefined);
    const result = await mine;
    await this.gate();
    return result;
  }

  runAcrossTenants<T>(work: (tx: MemoryTx) => Promise<T>): Promise<T> {
    return this.run('', work);
  }

  /** A transaction that never fails, in its turn. */
  change(work: (state: MemoryState) => void): void {
    this.turn = this.turn.then(() => work(this.state));
  }

  private async once<T>(work: (tx: MemoryTx) => Promise<T>): Promise<T> {
    const state = structuredClone(this.state);
    const result = await work({ state, inbox: new MemoryInbox(state) });
    const fate = this.fate();
    if (fate !== 'lost') this.state = state;
    if (fate !== 'commit') throw new DomainError('unavailable', 'database/unavailable', 'The connection broke.');
    return result;
  }
}
