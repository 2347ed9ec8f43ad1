import type { Timer } from '@kalends/kernel';

/** `work`, or a rejection after `budgetMs`: a handler that hangs must not hold its partition and its transaction for ever. */
export async function withinBudget<T>(timer: Timer, budgetMs: number, work: Promise<T>): Promise<T> {
  let cancel: (() => void) | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    cancel = timer.after(budgetMs, () => reject(new Error(`The handler did not end within ${budgetMs} ms.`)));
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    cancel?.();
  }
}
