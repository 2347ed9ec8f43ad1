import { settings } from '@kalends/config';
import { hostSettings } from '@kalends/service-host';
import { z } from 'zod';

export const schedulingConfig = z.object({
  ...hostSettings,
  ...settings.database,
  ...settings.databasePool,
  ...settings.kafka,
});

export type SchedulingConfig = z.infer<typeof schedulingConfig>;
