import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = join(__dirname, '..', 'install-state.mjs');
const isCurrent = (root: string): boolean =>
  execFileSync(
    process.execPath,
    ['-e', `import(${JSON.stringify(script)}).then((m) => console.log(m.installIsCurrent(${JSON.stringify(root)})))`],
    {
      env: {},
    },
  )
    .toString()
    .trim() === 'true';

describe('the bootstrap installs', () => {
  let root: string;
  const own = { 'node_modules/@kalends/kernel': { resolved: 'libs/kernel', link: true } };
  const locked = {
    '': {},
    'libs/kernel': {},
    ...own,
    'node_modules/a': { version: '1.0.0', integrity: 'x' },
    'node_modules/mac-only': { version: '1.0.0', integrity: 'y', optional: true },
  };
  const write = (installed: object | null): void => {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: locked }));
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    if (installed)
      writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kalends-install-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it.each([
    ['on a fresh clone', null],
    ['when a package is missing', {}],
    ['when a package of our own is new', { 'node_modules/a': { version: '1.0.0', integrity: 'x' } }],
    ['when the lock file names another version', { ...own, 'node_modules/a': { version: '0.9.0', integrity: 'x' } }],
    ['when a package has other content', { ...own, 'node_modules/a': { version: '1.0.0', integrity: 'z' } }],
  ])('%s', (_, installed) => {
    write(installed);
    expect(isCurrent(root)).toBe(false);
  });

  it('not when all is there, although a package of another platform is missing', () => {
    write({ ...own, 'node_modules/a': { version: '1.0.0', integrity: 'x' } });
    expect(isCurrent(root)).toBe(true);
  });
});
