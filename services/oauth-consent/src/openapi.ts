import { Service } from '@kalends/service-host';
import type { OpenAPIObject } from '@nestjs/swagger';
import { oauthConsent } from './oauth-consent.module';

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
  KEY_RING: JSON.stringify({ current: 'none', keys: { none: Buffer.alloc(32).toString('base64') } }),
  GOOGLE_CLIENT_ID: 'none',
  GOOGLE_CLIENT_SECRET: 'none',
  LOG_LEVEL: 'silent',
};

/** The description of the REST interface, made without any connection. */
export async function openApi(): Promise<OpenAPIObject> {
  const service = await Service.create(oauthConsent, nowhere);
  return service.openApi();
}
