import { PgOutbox } from '@kalends/outbox';
import type { SqlSession } from '@kalends/persistence';
import { PgAllocationStore } from './appointments/infra/pg-allocation.store';
import { PgAppointmentStore } from './appointments/infra/pg-appointment.store';
import { PgCommandLog } from './appointments/infra/pg-command-log';
import { PgSeriesHorizon } from './appointments/infra/pg-series-horizon';
import { PgBranchStore } from './branches/infra/pg-branch.store';
import { PgCustomerStore, PgEmployeeStore } from './people/infra/pg-person.stores';
import { PgResourceStore } from './resources/infra/pg-resource.store';
import type { SchedulingTx } from './scheduling-tx';
import { PgTemplateStore } from './templates/infra/pg-template.store';
import { PgRevisionStore } from './timeline/infra/pg-revision.store';

/** The stores of one transaction. `nudge` wakes the relay after the commit. */
export const schedulingStores =
  (nudge: () => void) =>
  (session: SqlSession): SchedulingTx => ({
    appointments: new PgAppointmentStore(session),
    allocations: new PgAllocationStore(session),
    commands: new PgCommandLog(session),
    horizon: new PgSeriesHorizon(session),
    revisions: new PgRevisionStore(session),
    resources: new PgResourceStore(session),
    branches: new PgBranchStore(session),
    employees: new PgEmployeeStore(session),
    customers: new PgCustomerStore(session),
    templates: new PgTemplateStore(session),
    outbox: new PgOutbox(session, nudge),
  });
