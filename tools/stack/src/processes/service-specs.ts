import { join } from 'node:path';
import { claimPort, databaseUrl, serviceDatabases } from '@kalends/infra';
import { issuer } from '../identity/session-tokens';
import { checkout } from '../stack-options';
import { publicJwk, type Secrets } from '../state/secrets';
import type { ProgramSpec } from './program';

/** Every service of the stack, in the order in which a reader meets them. */
export const services = ['scheduling', 'oauth-consent', 'google-sync', 'console'] as const;
export type Service = (typeof services)[number];

/** What the services are told of each other and of the world. */
export interface Surroundings {
  /** Superuser's URL of the server; `database` is the stack's own. */
  readonly adminUrl: string;
  readonly database: string;
  readonly brokers: string;
  readonly topicPrefix: string;
  /** Origin that browsers use. */
  readonly publicUrl: string;
  /** The same for the services, by address. */
  readonly edgeUrl: string;
  readonly emulatorUrl: string;
  readonly secrets: Secrets;
  /** Over all of the settings below. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ServiceSpec extends ProgramSpec {
  readonly name: Service;
  /** Base URL for the edge. */
  readonly address: string;
  /** Environment of `main.migrate.js`; null for a service without a schema. */
  readonly migration: Readonly<Record<string, string>> | null;
}

const freePort = (): Promise<number> => claimPort(0, 'a service', '');

const forEveryService = (around: Surroundings): Record<string, string> => ({
  BIND_ADDRESS: '127.0.0.1',
  PUBLIC_URL: around.publicUrl,
  KAFKA_BROKERS: around.brokers,
  KALENDS_TOPIC_PREFIX: around.topicPrefix,
  JWKS_URL: `${around.edgeUrl}/api/identity/.well-known/jwks.json`,
  JWT_ISSUER: issuer,
  SERVICE_JWKS: JSON.stringify({ keys: Object.values(around.secrets.services).map(publicJwk) }),
});

/** The emulator in Google's place: its own addresses, and the client that its seed knows. */
const google = ({ emulatorUrl, publicUrl, secrets }: Surroundings): Record<string, string> => ({
  GOOGLE_API_ROOT_URL: `${emulatorUrl}/`,
  GOOGLE_OAUTH_AUTHORIZE_URL: `${emulatorUrl}/o/oauth2/v2/auth`,
  GOOGLE_OAUTH_TOKEN_URL: `${emulatorUrl}/token`,
  GOOGLE_OAUTH_REVOKE_URL: `${emulatorUrl}/revoke`,
  GOOGLE_CLIENT_ID: 'kalends-local',
  GOOGLE_CLIENT_SECRET: 'kalends-local-secret',
  PUBLIC_HOOKS_URL: publicUrl,
  KEY_RING: JSON.stringify(secrets.keyRing),
  GOOGLE_EMULATOR_URL: emulatorUrl,
});

/** Processes, ports and environment of all services. */
export async function serviceSpecs(around: Surroundings): Promise<ServiceSpec[]> {
  const ports = new Map<Service, { http: number; grpc: number }>();
  for (const name of services) ports.set(name, { http: await freePort(), grpc: await freePort() });
  const grpcUrl = (name: Service): string => `127.0.0.1:${ports.get(name)?.grpc}`;
  const peers = { SCHEDULING_GRPC_URL: grpcUrl('scheduling'), OAUTH_CONSENT_GRPC_URL: grpcUrl('oauth-consent') };

  return services.map((name) => {
    const { http = 0, grpc = 0 } = ports.get(name) ?? {};
    const schema = serviceDatabases.find(({ service }) => service === name)?.schema;
    const urlFor = (role: string): string => databaseUrl(around.adminUrl, around.database, role);
    const cwd = join(checkout, 'services', name);
    const address = `http://127.0.0.1:${http}`;
    return {
      name,
      cwd,
      address,
      readyUrl: `${address}/health/ready`,
      args: ['--require', '@kalends/telemetry/register', 'dist/main.js'],
      migration: schema === undefined ? null : { MIGRATION_DATABASE_URL: urlFor(`${schema}_owner`) },
      env: {
        ...forEveryService(around),
        ...google(around),
        ...peers,
        ...(schema === undefined ? {} : { DATABASE_URL: urlFor(`${schema}_app`) }),
        HTTP_PORT: String(http),
        GRPC_PORT: String(grpc),
        OTEL_SERVICE_NAME: name,
        SERVICE_NAME: name,
        SERVICE_PRIVATE_JWK: JSON.stringify(around.secrets.services[name]),
        ...around.env,
      },
    };
  });
}
