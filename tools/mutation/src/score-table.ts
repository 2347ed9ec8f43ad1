import { type Score, percentOf, sumOf } from './mutation-report';

const [BEGIN, END] = ['<!-- mutation scores: written by npm run mutate -->', '<!-- end of mutation scores -->'];
const HEADING = '## Mutation scores';
const INTRODUCTION =
  'StrykerJS breaks the rules in `domain/` one by one; a mutant is killed when one of their own unit specs fails. ' +
  '`npm run mutate` writes this table (half an hour) and fails below 90 % of either service; ' +
  '`npm run mutate -- services/scheduling/src/appointments/domain/pack.ts` looks at some of them alone and writes their rows.';

/** A Markdown table, as Prettier would have it: a row for each service and then for each of its files. */
export function scoreTable(services: Scores): string {
  const rows = [...services].flatMap(([service, files]) => [
    row(`**${service}**`, sumOf(files.values())),
    ...[...files].map(([file, score]) => row(file, score)),
  ]);
  const cells = [['rules', 'mutants', 'killed', 'survived', 'ignored', 'score'], ...rows];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const [head, ...body] = cells.map((line) => lineOf(line.map((cell, column) => cell.padEnd(widths[column]!))));
  return [head, lineOf(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const row = (name: string, score: Score): readonly string[] => [
  name,
  ...[score.mutants, score.killed, score.mutants - score.killed, score.ignored].map(String),
  `${percentOf(score).toFixed(1)} %`,
];

type Scores = ReadonlyMap<string, ReadonlyMap<string, Score>>;

/** The scores that stand in `page`, with those that were counted `anew` in their places. */
export function scoresWith(page: string, anew: Scores): Scores {
  const services = new Map<string, Map<string, Score>>();
  const section = page.slice(page.indexOf(BEGIN), page.indexOf(END));
  let files = new Map<string, Score>();
  for (const [, name, mutants, killed, ignored] of section.matchAll(
    /^\| (\S+) +\| (\d+) +\| (\d+) +\| \d+ +\| (\d+) /gm,
  )) {
    const service = /^\*\*(.+)\*\*$/.exec(name!)?.[1];
    if (service !== undefined) services.set(service, (files = new Map<string, Score>()));
    else files.set(name!, { mutants: Number(mutants), killed: Number(killed), ignored: Number(ignored) });
  }
  for (const [service, scores] of anew)
    services.set(service, new Map([...(services.get(service) ?? []), ...scores].sort(byName)));
  return new Map([...services].sort(byName));
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => a.localeCompare(b, 'en');

/** `page` with the table between its two comments; at its end under a heading when it has none. */
export function withScores(page: string, table: string): string {
  const section = `${BEGIN}\n\n${INTRODUCTION}\n\n${table}\n\n${END}`;
  const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (before === -1 || after === -1) return `${page.trimEnd()}\n\n${HEADING}\n\n${section}\n`;
  return page.slice(0, before) + section + page.slice(after + END.length);
}
