import { defineService } from '@kalends/service-host';
import { googleSyncConfig } from './config';
import { Connections } from './connections';
import { GoogleSyncModule } from './google-sync.module';

/** The service as a value: `main.ts` and tests start the very same one. */
export const googleSync = defineService({
  name: 'google-sync',
  config: googleSyncConfig,
  roles: ['http', 'webhook', 'worker'],
  unprefixed: ['hooks/google'],
  module: (context) => GoogleSyncModule.over(new Connections(context), context.roles),
  strategies: (app, { roles }) => (roles.has('worker') ? [app.get(Connections, { strict: false }).events] : []),
  backgroundParts: (app, { roles }) => (roles.has('worker') ? app.get(Connections, { strict: false }).workers : []),
  liveness: (app) => [{ name: 'consumer', check: () => requireAlive(app.get(Connections, { strict: false })) }],
  readiness: (app) => [{ name: 'database', check: () => app.get(Connections, { strict: false }).checkDatabase() }],
});

function requireAlive({ events }: Connections): Promise<void> {
  return events.alive() ? Promise.resolve() : Promise.reject(new Error('The consumer has crashed.'));
}
