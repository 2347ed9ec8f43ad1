import { openApiOf } from '@kalends/service-host';
import type { OpenAPIObject } from '@nestjs/swagger';
import { oauthConsent } from './oauth-consent.module';

/** The description of the REST interface, made without any connection. */
export const openApi = (): Promise<OpenAPIObject> =>
  openApiOf(oauthConsent, {
    KEY_RING: JSON.stringify({ current: 'none', keys: { none: Buffer.alloc(32).toString('base64') } }),
    GOOGLE_CLIENT_ID: 'none',
    GOOGLE_CLIENT_SECRET: 'none',
  });
