import { settings } from '@kalends/config';
import { hostSettings } from '@kalends/service-host';
import { z } from 'zod';

export const schedulingConfig = z.object({
  ...hostSettings,
  ...settings.database,
  ...settings.kafka,
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(20)
    .describe('Database connections of one process'),
});

export type SchedulingConfig = z.infer<typeof schedulingConfig>;
