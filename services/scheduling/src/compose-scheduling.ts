import type { ResourceAppointments } from './appointments/app/resource-appointments';
import { type AppointmentPorts, composeAppointments } from './appointments/compose-appointments';
import { SchedulingRpc } from './appointments/edge/grpc/scheduling-rpc';
import { composeBranches } from './branches/compose-branches';
import { composeResources } from './resources/compose-resources';

export type Scheduling = ReturnType<typeof composeScheduling>;

/** All that this service does to what it keeps, put together the same way in the service, in a test and in a simulation. */
export function composeScheduling(ports: AppointmentPorts & { readonly resourceAppointments: ResourceAppointments }) {
  const appointments = composeAppointments(ports);
  return {
    appointments,
    branches: composeBranches(ports),
    resources: composeResources(ports),
    rpc: new SchedulingRpc(ports, appointments),
  };
}
