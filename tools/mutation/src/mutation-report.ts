/** Of StrykerJS's JSON report (mutation-testing-report-schema 2) what a table needs. */
export interface MutationReport {
  /** By path from the root of the checkout. */
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

export interface Score {
  /** Those that can be noticed: not the ignored ones. */
  readonly mutants: number;
  readonly killed: number;
  /** Left out by a comment with its reason in the code. */
  readonly ignored: number;
}

export const percentOf = ({ mutants, killed }: Score): number => (mutants === 0 ? 100 : (100 * killed) / mutants);

/** The scores of each service's files that have mutants, both in order of their names. */
export function scoresByService({ files }: MutationReport): ReadonlyMap<string, ReadonlyMap<string, Score>> {
  const services = new Map<string, Map<string, Score>>();
  for (const [path, { mutants }] of Object.entries(files).sort(([a], [b]) => a.localeCompare(b, 'en'))) {
    const [, service, file] = /^services\/([^/]+)\/src\/(.+)$/.exec(path) ?? [];
    if (service === undefined || file === undefined || mutants.length === 0) continue;
    const scores = services.get(service) ?? new Map<string, Score>();
    services.set(service, scores.set(file, scoreOf(mutants.map(({ status }) => status))));
  }
  return services;
}

export const sumOf = (scores: Iterable<Score>): Score =>
  [...scores].reduce(
    (sum, score) => ({
      mutants: sum.mutants + score.mutants,
      killed: sum.killed + score.killed,
      ignored: sum.ignored + score.ignored,
    }),
    { mutants: 0, killed: 0, ignored: 0 },
  );

function scoreOf(statuses: readonly string[]): Score {
  const count = (...names: readonly string[]): number => statuses.filter((status) => names.includes(status)).length;
  return {
    mutants: count('Killed', 'Timeout', 'Survived', 'NoCoverage'),
    killed: count('Killed', 'Timeout'),
    ignored: count('Ignored'),
  };
}
