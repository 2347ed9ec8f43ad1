import type { Clock } from '@kalends/kernel';
import type { MemorySession } from '@kalends/memory';
import { MemoryOutbox } from '@kalends/outbox/memory';
import type { SchedulingTx } from '../scheduling-tx';
import { MemoryAllocationStore } from './memory-allocation.store';
import { MemoryAppointmentStore } from './memory-appointment.store';
import { MemoryBranchStore } from './memory-branch.store';
import { MemoryCommandLog } from './memory-command-log';
import { MemoryCustomerStore, MemoryEmployeeStore } from './memory-person.stores';
import { MemoryResourceStore } from './memory-resource.store';
import { MemoryRevisionStore } from './memory-revision.store';
import { MemorySeriesHorizon } from './memory-series-horizon';
import { MemoryTemplateStore } from './memory-template.store';

/** The stores of one transaction in memory. `nudge` wakes the relay after the commit. */
export const memorySchedulingStores =
  (clock: Clock, nudge: () => void = () => {}) =>
  (session: MemorySession): SchedulingTx => ({
    appointments: new MemoryAppointmentStore(session),
    allocations: new MemoryAllocationStore(session),
    commands: new MemoryCommandLog(session),
    horizon: new MemorySeriesHorizon(session),
    revisions: new MemoryRevisionStore(session),
    resources: new MemoryResourceStore(session),
    branches: new MemoryBranchStore(session),
    employees: new MemoryEmployeeStore(session),
    customers: new MemoryCustomerStore(session),
    templates: new MemoryTemplateStore(session),
    outbox: new MemoryOutbox(session, clock, nudge),
  });
