import type { Environment } from '@kalends/config';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import { Service } from './service';
import type { HostConfig, ServiceDefinition } from './service-definition';

/** Enough for a service to be built; nothing of it is reached. */
const nowhere: Environment = {
  PUBLIC_URL: 'http://localhost',
  JWKS_URL: 'http://localhost/jwks.json',
  JWT_ISSUER: 'http://localhost',
  SERVICE_PRIVATE_JWK: '{"kty":"OKP"}',
  SERVICE_JWKS: '{"keys":[]}',
  DATABASE_URL: 'postgres://localhost/kalends',
  KAFKA_BROKERS: 'localhost:9092',
  SCHEDULING_GRPC_URL: 'localhost:1',
  OAUTH_CONSENT_GRPC_URL: 'localhost:1',
  LOG_LEVEL: 'silent',
};

/**
 * The description of a service's REST interface, made without any connection.
 * @param more settings that its schema asks for besides the usual ones
 */
export async function openApiOf<Shape extends z.ZodRawShape, Config extends HostConfig>(
  definition: ServiceDefinition<Shape, Config>,
  more: Environment = {},
): Promise<OpenAPIObject> {
  const service = await Service.create(definition, { ...nowhere, ...more });
  return service.openApi();
}
