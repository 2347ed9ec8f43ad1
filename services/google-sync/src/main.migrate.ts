import { loadConfig, settings } from '@kalends/config';
import { migrate } from '@kalends/persistence';
import { ServiceLog, telemetrySettings } from '@kalends/telemetry';
import { z } from 'zod';
import { migrations } from '../migrations';

const config = loadConfig(z.object({ ...settings.migrationDatabase, ...telemetrySettings.shape }));
const log = new ServiceLog({ service: 'google-sync', level: config.LOG_LEVEL });

migrate({ url: config.MIGRATION_DATABASE_URL, schema: 'google_sync', migrations, log }).then(
  (applied) => log.info('migrations.applied', { count: applied.length }),
  (error: unknown) => {
    log.error('migrations.failed', { error });
    process.exitCode = 1;
  },
);
