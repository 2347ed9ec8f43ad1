import { openApiOf } from '@kalends/service-host';
import type { OpenAPIObject } from '@nestjs/swagger';
import { googleSync } from './google-sync.service';

/** The description of the REST interface, made without any connection. */
export const openApi = (): Promise<OpenAPIObject> => openApiOf(googleSync);
