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

type Row = readonly string[];

const head: Row = ['point', 'what is shown', 'size', 'result', 'figures', 'seed', 'took', 'on'];

/** docs/soak.md: a row for each point, in the order of their ids; those of `before` stay that did not run this time. */
export function soakPage(runs: readonly PointRun[], machine: string, at: Date, before: string): string {
  const on = at.toISOString().slice(0, 10);
  const rows = new Map([...rowsOf(before), ...runs.map((run) => rowOf(run, on))].map((row) => [nameOf(row), row]));
  const sorted = [...rows.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
  const table = [head, head.map(() => '---'), ...sorted].map((cells) => `| ${cells.join(' | ')} |`);
  return [
    '# Reliability at full size',
    `Written by \`npm run soak\`: ${machine}. Everything (load, services, PostgreSQL, Kafka, the Google emulator) shares these ` +
      'cores, two spec files at a time: counts are exact, times are rough. `npm test` shows the same points at a smaller size; ' +
      '`npm run soak -- R13` runs one of them and writes its rows anew, `KALENDS_SEED=<seed>` before it makes the same random ' +
      'choices again.',
    table.join('\n'),
    '',
  ].join('\n\n');
}

function rowOf({ title, size, passed, figures, seed, seconds }: PointRun, on: string): Row {
  const [id = '', what = ''] = title.split(/: (.*)/s);
  return [id, what, size, passed ? 'holds' : '**fails**', figures, String(seed ?? ''), `${seconds.toFixed(0)} s`, on];
}

/** The rows of a page that was written before. */
const rowsOf = (page: string): Row[] =>
  page
    .split('\n')
    .filter((line) => /^\| \w/.test(line))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter((cells) => cells[0] !== head[0]);

const nameOf = ([id, what]: Row): string => `${id}: ${what}`;
