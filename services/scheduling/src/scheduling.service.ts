import { SchedulingService } from '@kalends/contracts';
import { Pump } from '@kalends/kernel';
import { defineService } from '@kalends/service-host';
import { ExtendSeries } from './appointments/app/extend-series';
import { schedulingConfig } from './config';
import { Connections } from './connections';
import { SchedulingModule } from './scheduling.module';

const EXTEND_EVERY_MS = 60_000;

/** The service as a value: `main.ts` and tests start the very same one. */
export const scheduling = defineService({
  name: 'scheduling',
  config: schedulingConfig,
  roles: ['http', 'worker'],
  module: (context) => SchedulingModule.over(new Connections(context)),
  grpc: [SchedulingService],
  backgroundParts: (app, { roles, log }) => {
    if (!roles.has('worker')) return [];
    const extendSeries = app.get(ExtendSeries, { strict: false });
    const horizon = new Pump('series-horizon', () => extendSeries.execute(), { idleMs: EXTEND_EVERY_MS, log });
    return [app.get(Connections, { strict: false }).relay, horizon];
  },
  readiness: (app) => [{ name: 'database', check: () => app.get(Connections, { strict: false }).checkDatabase() }],
});
