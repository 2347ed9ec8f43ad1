import { SchedulingService } from '@kalends/contracts';
import { defineService } from '@kalends/service-host';
import { schedulingConfig } from './config';
import { Connections } from './connections';
import { SchedulingModule } from './scheduling.module';

/** The service as a value: `main.ts` and tests start the very same one. */
export const scheduling = defineService({
  name: 'scheduling',
  config: schedulingConfig,
  roles: ['http', 'worker'],
  module: (context) => SchedulingModule.over(new Connections(context)),
  grpc: [SchedulingService],
  backgroundParts: (app, { roles }) => {
    if (!roles.has('worker')) return [];
    const { relay, scheduling: parts } = app.get(Connections, { strict: false });
    return [relay, parts.appointments.horizon];
  },
  readiness: (app) => [{ name: 'database', check: () => app.get(Connections, { strict: false }).checkDatabase() }],
});
