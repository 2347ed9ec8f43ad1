import { soakPage } from './soak-page';

const run = { passed: true, seconds: 61.4, size: '2 kills', figures: '0 lost' };

describe('the page of a soak', () => {
  const rows = (...titles: string[]): string[] =>
    soakPage(
      titles.map((title) => ({ ...run, title })),
      'a machine',
      new Date('2026-11-21T08:00:00Z'),
      600,
    )
      .split('\n')
      .filter((line) => /^\| [RI]\d/.test(line));

  it('has a row for each point, in the order of their numbers', () => {
    const points = rows('R19: keeps: all', 'R4: books one', 'I1: overlaps never').map((row) =>
      row.split(' | ').slice(0, 2),
    );
    expect(points).toEqual([
      ['| I1', 'overlaps never'],
      ['| R4', 'books one'],
      ['| R19', 'keeps: all'],
    ]);
  });

  it('says where a point fails', () => {
    const page = soakPage([{ ...run, title: 'R4: books one', passed: false, seed: 7 }], 'a machine', new Date(0), 60);
    expect(page).toContain('| R4 | books one | 2 kills | **fails** | 0 lost | 7 | 61 s |');
  });
});
