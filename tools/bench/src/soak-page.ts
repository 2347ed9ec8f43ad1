/** One reliability point as it ran. */
export interface PointRun {
  /** Name of the test, which begins with the point's id: `R13: …`. */
  readonly title: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly size: string;
  readonly figures: string;
  readonly seed?: number | undefined;
}

/** docs/soak.md: a row for each point, in the order of their ids. */
export function soakPage(runs: readonly PointRun[], machine: string, at: Date, seconds: number): string {
  const sorted = runs.toSorted((a, b) => a.title.localeCompare(b.title, 'en', { numeric: true }));
  const head = ['point', 'what is shown', 'size', 'result', 'figures', 'seed', 'took'];
  const rows = sorted.map(({ title, size, passed, figures, seed = '', seconds: took }) => {
    const [id = '', what = ''] = title.split(/: (.*)/s);
    return [id, what, size, passed ? 'holds' : '**fails**', figures, seed, `${took.toFixed(0)} s`];
  });
  const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [
    '# Reliability at full size',
    `Written by \`npm run soak\` on ${at.toISOString().slice(0, 10)} (${Math.round(seconds / 60)} minutes): ${machine}. ` +
      'Everything (load, services, PostgreSQL, Kafka, the Google emulator) shares these cores, two spec files at a time: counts are exact, ' +
      'times are rough. `npm test` shows the same points at a smaller size; `npm run soak -- R13` runs one of them, ' +
      '`KALENDS_SEED=<seed>` before it makes the same random choices again.',
    table.join('\n'),
    '',
  ].join('\n\n');
}
