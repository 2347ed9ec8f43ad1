import type { UnitOfWork } from '@kalends/kernel';

/** A transaction that a test goes through step by step, beside others. */
export interface OpenTransaction<Tx> {
  readonly tx: Tx;
  /** Rejects with what the commit throws. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** @param of a tenant; null: the queues of all */
export function openTransaction<Tx>(unitOfWork: UnitOfWork<Tx>, of: string | null): Promise<OpenTransaction<Tx>> {
  return new Promise((resolve, reject) => {
    const work = (tx: Tx): Promise<void> =>
      new Promise((commit, abort) =>
        resolve({
          tx,
          commit: () => (commit(), done),
          rollback: () => (abort(new Error('rolled back')), done.catch(() => undefined)),
        }),
      );
    const done = of === null ? unitOfWork.runAcrossTenants(work) : unitOfWork.run(of, work);
    done.catch(reject);
  });
}
