import { percentOf, scoresByService, sumOf } from './mutation-report';
import { scoresWith, scoreTable, withScores } from './score-table';

const mutants = (...statuses: readonly string[]) => ({ mutants: statuses.map((status) => ({ status })) });
const services = scoresByService({
  files: {
    'services/scheduling/src/b/domain/pack.ts': mutants('Killed', 'Timeout', 'Survived', 'Ignored'),
    'services/scheduling/src/a/domain/types.ts': mutants(),
    'services/google-sync/src/a/domain/merge.ts': mutants('Killed', 'NoCoverage'),
  },
});

describe('The table of mutation scores', () => {
  it('counts what no test reached as survived, and what cannot be noticed not at all', () => {
    expect(scoreTable(services).split('\n')).toEqual([
      '| rules             | mutants | killed | survived | ignored | score  |',
      '| ----------------- | ------- | ------ | -------- | ------- | ------ |',
      '| **google-sync**   | 2       | 1      | 1        | 0       | 50.0 % |',
      '| a/domain/merge.ts | 2       | 1      | 1        | 0       | 50.0 % |',
      '| **scheduling**    | 3       | 2      | 1        | 1       | 66.7 % |',
      '| b/domain/pack.ts  | 3       | 2      | 1        | 1       | 66.7 % |',
    ]);
  });

  it('has a score also where there is nothing to break', () => {
    expect(percentOf(sumOf([]))).toBe(100);
  });

  it('comes at the end of a page that has none, takes the place of the old one, and leaves the rest as it is', () => {
    const first = withScores('# Simulator\n\nText.\n', '| one |');
    expect(first).toMatch(/^# Simulator\n\nText\.\n\n## Mutation scores\n/);
    const second = withScores(`${first}\n## More\n`, '| two |');
    expect(second).toBe(`${first.replace('| one |', '| two |')}\n## More\n`);
  });

  it('keeps what was not counted anew', () => {
    const page = withScores('# Simulator\n', scoreTable(services));
    const anew = scoresByService({
      files: {
        'services/scheduling/src/a/domain/added.ts': mutants('Killed'),
        'services/scheduling/src/b/domain/pack.ts': mutants('Killed', 'Killed', 'Ignored'),
      },
    });
    expect(scoreTable(scoresWith(page, anew)).split('\n').slice(2)).toEqual([
      '| **google-sync**   | 2       | 1      | 1        | 0       | 50.0 %  |',
      '| a/domain/merge.ts | 2       | 1      | 1        | 0       | 50.0 %  |',
      '| **scheduling**    | 3       | 3      | 0        | 1       | 100.0 % |',
      '| a/domain/added.ts | 1       | 1      | 0        | 0       | 100.0 % |',
      '| b/domain/pack.ts  | 2       | 2      | 0        | 1       | 100.0 % |',
    ]);
  });
});
