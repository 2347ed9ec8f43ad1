import { z } from 'zod';

export const telemetrySettings = z.object({
  OTEL_SERVICE_NAME: z.string().default('kalends').describe('Service name in traces and logs'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('Where traces go by OTLP/HTTP; unset: nowhere'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
});
