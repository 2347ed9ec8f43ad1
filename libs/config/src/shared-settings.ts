import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65535);
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()));
const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});
const jwk = z.looseObject({ kty: z.string() });

/** Settings that several services share, each with one meaning; a service picks what it needs into its own schema. */
export const settings = {
  port,
  list,
  json,
  http: {
    HTTP_PORT: port.default(3000).describe('Port of REST and health checks'),
    BIND_ADDRESS: z.string().default('0.0.0.0').describe('Address that HTTP and gRPC listen on'),
    PUBLIC_URL: z.url().describe("Origin under which people's browsers reach Kalends"),
  },
  grpc: { GRPC_PORT: port.default(3001).describe('Port of gRPC') },
  database: { DATABASE_URL: z.url().describe("PostgreSQL URL of the service's app role") },
  databasePool: {
    DATABASE_POOL_SIZE: z.coerce
      .number()
      .int()
      .min(1)
      .max(200)
      .default(20)
      .describe('Database connections of one process'),
  },
  migrationDatabase: { MIGRATION_DATABASE_URL: z.url().describe("PostgreSQL URL of the schema's owner role") },
  kafka: {
    KAFKA_BROKERS: list.describe('Kafka bootstrap brokers, comma separated'),
    KALENDS_TOPIC_PREFIX: z.string().default('').describe('Prefix of topics and consumer groups, for tests'),
  },
  signIn: {
    JWKS_URL: z.url().describe('Where the public keys of sign-in tokens are'),
    JWT_ISSUER: z.string().describe('Issuer that sign-in tokens must carry'),
  },
  serviceIdentity: {
    SERVICE_PRIVATE_JWK: json.pipe(jwk).describe("The service's private key as a JWK, to prove who calls"),
    SERVICE_JWKS: json
      .pipe(z.object({ keys: z.array(jwk) }))
      .describe('JWK set with the public keys of all services; kid = service name'),
  },
} as const;
