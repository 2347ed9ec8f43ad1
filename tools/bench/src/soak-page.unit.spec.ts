import { soakPage } from './soak-page';

const run = { passed: true, seconds: 61.4, size: '2 kills', figures: '0 lost' };

describe('the page of a soak', () => {
  const rows = (...titles: string[]): string[] =>
    soakPage(
      titles.map((title) => ({ ...run, title })),
      'a machine',
      new Date('2026-11-21T08:00:00Z'),
      '',
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
    const page = soakPage([{ ...run, title: 'R4: books one', passed: false, seed: 7 }], 'a machine', new Date(0), '');
    expect(page).toContain('| R4 | books one | 2 kills | **fails** | 0 lost | 7 | 61 s | 1970-01-01 |');
  });

  it('keeps what ran before and did not run now', () => {
    const first = soakPage(
      [
        { ...run, title: 'R4: books one' },
        { ...run, title: 'I1: overlaps never' },
      ],
      'a machine',
      new Date(0),
      '',
    );
    const second = soakPage([{ ...run, title: 'R4: books one', seed: 8 }], 'a machine', new Date(86_400_000), first);
    expect(second.split('\n').filter((line) => /^\| [RI]\d/.test(line))).toEqual([
      '| I1 | overlaps never | 2 kills | holds | 0 lost |  | 61 s | 1970-01-01 |',
      '| R4 | books one | 2 kills | holds | 0 lost | 8 | 61 s | 1970-01-02 |',
    ]);
  });
});
