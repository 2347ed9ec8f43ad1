import { Service } from '@kalends/service-host';
import type { OpenAPIObject } from '@nestjs/swagger';
import { googleSync } from './google-sync.service';

/** Enough for the service to be built; nothing of it is reached. */
const nowhere = {
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

/** The description of the REST interface, made without any connection. */
export async function openApi(): Promise<OpenAPIObject> {
  const service = await Service.create(googleSync, nowhere);
  return service.openApi();
}
