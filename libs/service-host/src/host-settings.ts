import { settings } from '@kalends/config';
import { telemetrySettings } from '@kalends/telemetry';

/** Settings that every service has; a service spreads them into its own schema. */
export const hostSettings = {
  ...settings.http,
  ...settings.grpc,
  ...settings.signIn,
  ...settings.serviceIdentity,
  ...telemetrySettings.shape,
} as const;
