import { SchedulingService } from '@kalends/contracts';
import { type InProcessCaller, inProcessClient, type RpcClient } from '@kalends/rpc';
import type { SchedulingRpc } from '../appointments/edge/grpc/scheduling-rpc';

/**
 * Calls scheduling from another process without a network.
 * @param peer the process that a call reaches; may throw when there is none
 * @param caller by whose gate calls go out; the called process does the rest behind its own
 */
export const rpcClientTo = (
  peer: () => { readonly rpc: SchedulingRpc },
  caller: InProcessCaller,
): RpcClient<typeof SchedulingService> =>
  inProcessClient(
    SchedulingService,
    'scheduling',
    {
      applyCommand: (request) => peer().rpc.applyCommand(request),
      getAppointment: (request) => peer().rpc.getAppointment(request),
      getResource: (request) => peer().rpc.getResource(request),
      streamResourceAppointments: (request) => peer().rpc.streamResourceAppointments(request),
    },
    caller,
  );
