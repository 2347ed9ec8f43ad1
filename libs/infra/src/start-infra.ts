import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseInfra, type MachineTools } from './choose-infra';
import { forgetContainers, startContainers } from './containers';
import { startEmbedded } from './embedded';
import type { Infra, InfraKind, InfraOptions, InfraWish } from './infra';
import { findJava } from './java-runtime';
import { findPython } from './python-packages';
import { tryCommand } from './run-command';

const inspectMachine = async (): Promise<MachineTools> => {
  const [docker, java, maven, python] = await Promise.all([
    tryCommand('docker', ['version', '--format', '{{.Server.Version}}']),
    findJava(),
    tryCommand('mvn', ['-v']),
    findPython(),
  ]);
  return { docker: docker !== null, java: java !== null, maven: maven !== null, python: python !== null };
};

/** Which implementation a wish means on this machine; throws a message for people when none can run. */
export const decideInfra = async (wish: InfraWish): Promise<InfraKind> => chooseInfra(wish, await inspectMachine());

/** Starts Postgres and Kafka. */
export async function startInfra(options: InfraOptions): Promise<Infra> {
  const kind = await decideInfra(options.wish);
  return kind === 'embedded' ? startEmbedded(options) : startContainers(options);
}

/** Removes all data of Postgres and Kafka under `stateDir`. Nothing of it may be running. */
export async function forgetInfra(wish: InfraWish, stateDir: string): Promise<void> {
  if ((await decideInfra(wish)) === 'containers') await forgetContainers(stateDir);
  for (const part of ['postgres', 'kafka']) await rm(join(stateDir, part), { recursive: true, force: true });
}
