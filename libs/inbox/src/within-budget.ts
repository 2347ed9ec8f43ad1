/** `work`, or a rejection after `budgetMs`: a handler that hangs must not hold its partition and its transaction for ever. */
export async function withinBudget<T>(budgetMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The handler did not end within ${budgetMs} ms.`)), budgetMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
