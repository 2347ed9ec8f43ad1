import { parseArgs } from 'node:util';
import { ConfigError } from '@kalends/config';
import type { z } from 'zod';
import { Service } from './service';
import type { HostConfig, ServiceDefinition } from './service-definition';

/** How long the last requests and messages may take after SIGTERM; below Kubernetes' default grace period of 30 s. */
const drainMs = 20_000;

/**
 * The whole of a service's `main.ts`. Takes `--role http,worker` (default: all roles), runs until SIGTERM or SIGINT.
 * Exits 0 after a clean stop, 2 when the configuration is not usable, 1 when something failed for good.
 */
export async function runService<Shape extends z.ZodRawShape, Config extends HostConfig>(
  definition: ServiceDefinition<Shape, Config>,
): Promise<void> {
  try {
    const service = await Service.create(definition, process.env, chosenRoles(definition.roles));
    stopOnSignals(service);
    await service.start();
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

function chosenRoles(known: readonly string[]): readonly string[] {
  const { values } = parseArgs({ options: { role: { type: 'string', default: 'all' } } });
  if (values.role === 'all') return known;
  const chosen = values.role.split(',');
  const unknown = chosen.filter((role) => !known.includes(role));
  if (unknown.length === 0) return chosen;
  throw new ConfigError([{ name: '--role', problem: `must be all or some of ${known.join(', ')}` }]);
}

function stopOnSignals(service: Service): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) return;
    stopping = true;
    service.context.log.info('service.stopping', { signal });
    setTimeout(() => process.exit(1), drainMs).unref();
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        service.context.log.error('service.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A defect somewhere must be seen and restarted by the platform, not limped on with.
  process.on('uncaughtException', (error) => {
    service.context.log.error('process.failed', { error });
    process.exit(1);
  });
}
