import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { services } from './processes/service-specs';
import { checkout } from './stack-options';
import type { RunningStack } from './start-stack';

const quietMs = 200;

/** The programs that a changed file concerns: its own service, or all of them for a lib. */
export function concerned(file: string): readonly string[] {
  const [area, name = ''] = file.split(sep);
  if (/(^|[/\\])(dist|node_modules|test)([/\\]|$)|\.spec\.tsx?$|~$/.test(file)) return [];
  if (area === 'libs') return ['google-emulator', ...services];
  if (area === 'services') return services.filter((service) => service === name);
  return area === 'tools' && name === 'google-emulator' ? [name] : [];
}

const build = (): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('nx', ['run-many', '-t', 'build', '--output-style=static'], {
      cwd: checkout,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', (code) => resolve(code === 0));
  });

/** Builds and restarts what changes, until the process ends. */
export function watchSources(stack: RunningStack, progress: (line: string) => void): void {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  const restart = async (): Promise<void> => {
    const names = [...waiting];
    waiting.clear();
    if (names.length === 0) return;
    progress(`Watch: building, then restarting ${names.join(', ')}`);
    if (!(await build())) return progress('Watch: the build failed; what runs stays as it is');
    for (const name of names) {
      await stack.program(name).stop();
      await stack.program(name).start();
    }
    progress('Watch: ready');
  };

  const restartInTurn = (): void => {
    turn = turn.then(restart).catch((error: Error) => progress(error.message));
  };

  for (const area of ['libs', 'services', join('tools', 'google-emulator')]) {
    watch(join(checkout, area), { recursive: true }, (_event, file) => {
      const names = concerned(join(area, file ?? ''));
      if (names.length === 0) return;
      for (const name of names) waiting.add(name);
      clearTimeout(timer);
      timer = setTimeout(restartInTurn, quietMs);
    });
  }
}
