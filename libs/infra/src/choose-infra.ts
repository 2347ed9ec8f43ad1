import type { InfraKind, InfraWish } from './infra';

/** What this machine has, as far as it matters for Postgres and Kafka. */
export interface MachineTools {
  readonly docker: boolean;
  readonly java: boolean;
  readonly maven: boolean;
  /** Python ≥ 3.9 with pip. */
  readonly python: boolean;
}

const whatToInstall = [
  'Kalends needs one of these to run Postgres and Kafka on this machine, and finds none:',
  '  - a running Docker engine (https://docs.docker.com/engine/install), or',
  '  - Java 17 or newer with Maven (Debian: apt install openjdk-17-jre-headless maven; macOS: brew install openjdk maven), or',
  '  - Python 3.9 or newer with pip (Debian: apt install python3-pip; macOS: brew install python).',
].join('\n');

/** Containers when a Docker engine answers, else embedded; throws a message for people when the wish cannot be met. */
export function chooseInfra(wish: InfraWish, machine: MachineTools): InfraKind {
  const embeddable = (machine.java && machine.maven) || machine.python;
  if (wish === 'containers' && !machine.docker) throw new Error('KALENDS_INFRA=containers: no Docker engine answers.');
  if (wish !== 'embedded' && machine.docker) return 'containers';
  if (!embeddable) throw new Error(whatToInstall);
  return 'embedded';
}
