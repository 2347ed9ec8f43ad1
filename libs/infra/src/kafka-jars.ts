import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, tryCommand } from './run-command';
import { findPython, pythonPackage } from './python-packages';
import { cachedFolder } from './user-cache';

interface JarPins {
  /** Maven coordinates `group:artifact:version` whose dependencies are wanted. */
  readonly coordinates: readonly string[];
  /** File name → SHA-256 in hex: exactly these files make the class path. */
  readonly sha256: Readonly<Record<string, string>>;
}

const readPins = async (): Promise<JarPins> =>
  JSON.parse(await readFile(join(__dirname, '..', 'kafka-jars.json'), 'utf8')) as JarPins;

const pom = (coordinates: readonly string[]): string => {
  const dependencies = coordinates.map((coordinate) => {
    const [group, artifact, version] = coordinate.split(':');
    return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
  });
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>',
    '<groupId>kalends</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>',
    `<dependencies>${dependencies.join('')}</dependencies></project>`,
  ].join('\n');
};

const copyByMaven = async (coordinates: readonly string[], folder: string): Promise<void> => {
  const pomFile = join(folder, 'pom.xml');
  await writeFile(pomFile, pom(coordinates));
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  await runCommand('mvn', [
    '-B',
    '-q',
    '-f',
    pomFile,
    goal,
    `-DoutputDirectory=${join(folder, 'jars')}`,
    '-DincludeScope=runtime',
  ]);
};

const copyByJgo = async (
  packageFolder: string,
  python: string,
  coordinates: readonly string[],
  folder: string,
): Promise<void> => {
  const env = { ...process.env, PYTHONPATH: packageFolder, COLOR: 'never' }; // npm sets COLOR=0, which jgo refuses
  const work = join(folder, 'jgo');
  const places = ['--cache-dir', work, '--repo-cache', join(work, 'repository'), '--links', 'copy'];
  const how = ['--ignore-config', '--resolver', 'python', '--class-path-only', '--quiet'];
  await runCommand(python, ['-m', 'jgo', ...how, ...places, 'info', 'envdir', coordinates.join('+')], env);
  const files = await readdir(join(work, 'envs'), { recursive: true, withFileTypes: true });
  await mkdir(join(folder, 'jars'));
  for (const file of files.filter(({ name }) => name.endsWith('.jar'))) {
    await cp(join(file.parentPath, file.name), join(folder, 'jars', file.name));
  }
  await rm(work, { recursive: true });
};

/** Throws when a jar is missing, strange or not the pinned one. */
export async function verifyJars(folder: string, sha256: JarPins['sha256']): Promise<void> {
  const found = (await readdir(folder)).filter((name) => name.endsWith('.jar'));
  const wrong = new Set([...found, ...Object.keys(sha256)]);
  for (const name of found) {
    const digest = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
    if (sha256[name] === digest) wrong.delete(name);
  }
  if (wrong.size > 0)
    throw new Error(`These files of Kafka are missing or not the pinned ones: ${[...wrong].sort().join(', ')}`);
}

/** The folder with Kafka's jars, from Maven Central by Maven or, without it, by jgo; fetched once, each file compared with its pinned SHA-256. */
export async function provideKafkaJars(progress: (line: string) => void): Promise<string> {
  const pins = await readPins();
  const version = createHash('sha256').update(JSON.stringify(pins)).digest('hex').slice(0, 12);
  const folder = await cachedFolder(`kafka-${version}`, async (draft) => {
    if ((await tryCommand('mvn', ['-v'])) !== null) {
      progress('Kafka: fetching it from Maven Central by Maven (43 MB, once)');
      await copyByMaven(pins.coordinates, draft);
    } else {
      const python = await findPython();
      if (python === null)
        throw new Error('Kafka is fetched by Maven, or by Python 3.9 or newer with pip: neither is here.');
      const jgo = await pythonPackage(python, 'jgo', progress);
      progress('Kafka: fetching it from Maven Central by jgo (43 MB, once)');
      await copyByJgo(jgo, python, pins.coordinates, draft);
    }
    await verifyJars(join(draft, 'jars'), pins.sha256);
  });
  return join(folder, 'jars');
}
