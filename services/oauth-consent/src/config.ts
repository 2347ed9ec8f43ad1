import { settings } from '@kalends/config';
import { hostSettings } from '@kalends/service-host';
import { z } from 'zod';

const key = z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'must hold 256-bit keys in base64');

/** Key ids are a part of each envelope, which is cut at its dots. */
const keyRing = z
  .object({ current: z.string(), keys: z.record(z.string().regex(/^[a-z0-9-]{1,40}$/), key) })
  .refine(({ current, keys }) => current in keys, 'must hold the current key');

export const consentConfig = z.object({
  ...hostSettings,
  ...settings.database,
  ...settings.kafka,
  SCHEDULING_GRPC_URL: z.string().describe('host:port of scheduling'),
  KEY_RING: settings.json
    .pipe(keyRing)
    .describe('Keys that seal refresh tokens, as JSON: {"current": id, "keys": {id: 256 bits in base64}}'),
  GOOGLE_CLIENT_ID: z.string().describe("OAuth client of this installation in Google's console"),
  GOOGLE_CLIENT_SECRET: z.string().describe('Secret of that client'),
  GOOGLE_OAUTH_AUTHORIZE_URL: z
    .url()
    .default('https://accounts.google.com/o/oauth2/v2/auth')
    .describe("Google's consent page"),
  GOOGLE_OAUTH_TOKEN_URL: z.url().default('https://oauth2.googleapis.com/token').describe("Google's token endpoint"),
  GOOGLE_OAUTH_REVOKE_URL: z
    .url()
    .default('https://oauth2.googleapis.com/revoke')
    .describe("Google's revocation endpoint"),
  GOOGLE_API_ROOT_URL: z.url().default('https://www.googleapis.com/').describe("Root of Google's APIs"),
});

export type ConsentConfig = z.infer<typeof consentConfig>;
