import { parseArgs } from 'node:util';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Root of the checkout: dist/ and src/ of this package stand at the same depth. */
export const checkout = resolve(__dirname, '..', '..', '..');

const port = (preset: number) => z.coerce.number().int().min(0).max(65_535).default(preset);

const settings = z.object({
  KALENDS_PORT: port(7070).describe('Port of the one origin that browsers use'),
  KALENDS_EMULATOR_PORT: port(7071).describe('Port of the Google emulator'),
  KALENDS_POSTGRES_PORT: port(7072).describe('Port of Postgres'),
  KALENDS_KAFKA_PORT: port(7073).describe('Port of Kafka'),
  KALENDS_KAFKA_CONTROLLER_PORT: port(7074).describe("Port of Kafka's controller"),
  KALENDS_INFRA: z
    .enum(['auto', 'containers', 'embedded'])
    .default('auto')
    .describe('Where Postgres and Kafka come from'),
  KALENDS_STATE: z.string().default(join(checkout, '.kalends')).describe('Folder of all data, keys and logs'),
});

/** How one local stack is to be. */
export interface StackOptions {
  readonly ports: {
    readonly edge: number;
    readonly emulator: number;
    readonly postgres: number;
    readonly kafka: number;
    readonly kafkaController: number;
  };
  readonly infra: 'auto' | 'containers' | 'embedded';
  readonly stateDir: string;
  /** Forget everything first. */
  readonly fresh: boolean;
  /** Build and restart what changes. */
  readonly watch: boolean;
  /** Load the demo company. */
  readonly demo: boolean;
  /** Settings of every service over those of the stack. */
  readonly env: Readonly<Record<string, string>>;
}

/** Reads `npm start -- …` and the environment; throws one sentence per mistake. */
export function stackOptions(args: readonly string[], environment: NodeJS.ProcessEnv): StackOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  const parsed = settings.safeParse({
    ...environment,
    ...(values.port === undefined ? {} : { KALENDS_PORT: values.port }),
  });
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  }
  const given = parsed.data;
  return {
    ports: {
      edge: given.KALENDS_PORT,
      emulator: given.KALENDS_EMULATOR_PORT,
      postgres: given.KALENDS_POSTGRES_PORT,
      kafka: given.KALENDS_KAFKA_PORT,
      kafkaController: given.KALENDS_KAFKA_CONTROLLER_PORT,
    },
    infra: given.KALENDS_INFRA,
    stateDir: resolve(given.KALENDS_STATE),
    fresh: values.fresh,
    watch: values.watch,
    demo: true,
    env: {},
  };
}
