import { concerned } from './watch-sources';

describe('--watch', () => {
  it.each([
    ['services/scheduling/src/main.ts', ['scheduling']],
    ['services/console/web/src/app.tsx', ['console']],
    ['libs/kernel/src/clock.ts', ['google-emulator', 'scheduling', 'oauth-consent', 'google-sync', 'console']],
    ['tools/google-emulator/src/main.ts', ['google-emulator']],
    ['services/scheduling/dist/main.js', []],
    ['libs/kernel/dist', []],
    ['services/scheduling/src/main.unit.spec.ts', []],
    ['tools/bench/src/main.ts', []],
  ])('sees in %s a reason to restart %j', (file, programs) => {
    expect(concerned(file)).toEqual(programs);
  });
});
