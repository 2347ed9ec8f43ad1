import { join } from 'node:path';
import { settings } from '@kalends/config';
import { hostSettings } from '@kalends/service-host';
import { z } from 'zod';

export const consoleConfig = z.object({
  ...hostSettings,
  ...settings.kafka,
  WEB_APP_FOLDER: z.string().default(join(__dirname, 'web')).describe('Folder of the built web application'),
  GOOGLE_EMULATOR_URL: z
    .url()
    .optional()
    .describe("Where the local stand-in for Google shows its calendars; unset wherever Google's own are used"),
});

export type ConsoleConfig = z.infer<typeof consoleConfig>;
