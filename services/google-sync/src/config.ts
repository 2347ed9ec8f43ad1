import { settings } from '@kalends/config';
import { hostSettings } from '@kalends/service-host';
import { z } from 'zod';

const seconds = z.coerce.number().int().min(1);

export const googleSyncConfig = z.object({
  ...hostSettings,
  ...settings.database,
  ...settings.databasePool,
  ...settings.kafka,
  SCHEDULING_GRPC_URL: z.string().describe('host:port of the scheduling service'),
  OAUTH_CONSENT_GRPC_URL: z.string().describe('host:port of the oauth-consent service'),
  GOOGLE_API_ROOT_URL: z.url().default('https://www.googleapis.com/').describe("Where Google's Calendar API is"),
  PUBLIC_HOOKS_URL: z.url().optional().describe('Origin that Google pushes to; without it calendars are polled only'),
  SAFETY_POLL_SECONDS: seconds.default(300).describe('How long a lost push may go unnoticed'),
  COMPARE_SECONDS: seconds.default(86_400).describe('Between two full comparisons of a calendar'),
  OUTWARD_LANES: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(8)
    .describe('Writes to Google at a time in one process'),
  INWARD_LANES: z.coerce.number().int().min(1).max(64).default(4).describe('Calendars read at a time in one process'),
});

export type GoogleSyncConfig = z.infer<typeof googleSyncConfig>;
