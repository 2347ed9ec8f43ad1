/** What one benchmark has found, as rows of docs/benchmarks.md. */
export interface Figures {
  readonly title: string;
  readonly rows: readonly Figure[];
}

export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** The raw limit or the peer that was measured in the same run, if any. */
  readonly against?: string;
  /** measured / against. */
  readonly ratio?: number;
  readonly goal?: string;
}

/** Seconds that `work` took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Runs `task` for each of `count` numbers, `atOnce` at a time. */
export async function inParallel(
  count: number,
  atOnce: number,
  task: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await task(index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Runs `task` `count` times, begun at an even pace of `perSecond`, and waits for all of them. */
export async function atPace(
  count: number,
  perSecond: number,
  task: (index: number) => Promise<unknown>,
): Promise<void> {
  const begun = performance.now();
  const tasks: Promise<unknown>[] = [];
  for (let index = 0; index < count; index += 1) {
    const wait = begun + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    tasks.push(task(index));
  }
  await Promise.all(tasks);
}

export const perSecond = (count: number, seconds: number): string =>
  `${Math.round(count / seconds).toLocaleString('en')}/s`;

/** Percentiles of milliseconds. */
export function percentiles(values: readonly number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
