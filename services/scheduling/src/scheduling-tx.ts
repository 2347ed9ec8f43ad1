import type { Outbox } from '@kalends/outbox';
import type { AllocationStore } from './appointments/app/allocation.store';
import type { AppointmentStore } from './appointments/app/appointment.store';
import type { CommandLog } from './appointments/app/command-log';
import type { SeriesHorizon } from './appointments/app/series-horizon';
import type { BranchStore } from './branches/app/branch.store';
import type { CustomerStore, EmployeeStore } from './people/app/person.store';
import type { ResourceStore } from './resources/app/resource.store';
import type { TemplateStore } from './templates/app/template.store';
import type { RevisionStore } from './timeline/app/revision.store';

/** Everything that one transaction of scheduling can reach, of one tenant. */
export interface SchedulingTx {
  readonly appointments: AppointmentStore;
  readonly allocations: AllocationStore;
  readonly commands: CommandLog;
  readonly horizon: SeriesHorizon;
  readonly revisions: RevisionStore;
  readonly resources: ResourceStore;
  readonly branches: BranchStore;
  readonly employees: EmployeeStore;
  readonly customers: CustomerStore;
  readonly templates: TemplateStore;
  readonly outbox: Outbox;
}
