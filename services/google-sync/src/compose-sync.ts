import type { SchedulingService, TokenBrokerService } from '@kalends/contracts';
import { RpcResources } from '@kalends/resources';
import type { RpcClient } from '@kalends/rpc';
import { RpcTokenBroker } from './broker/infra/rpc-token-broker';
import { composeEngine, type Engine, type EnginePorts } from './engine';
import { composeLinks, type LinkPorts, type Links } from './link/compose-links';
import { RpcAccountCalendars } from './link/infra/rpc-account-calendars';
import { RpcScheduling } from './scheduling/infra/rpc-scheduling';

type OverRpc = 'scheduling' | 'broker' | 'calendars' | 'resources';

/** Everything outside that this service touches. */
export interface SyncPorts extends Omit<LinkPorts, OverRpc>, Pick<EnginePorts, 'settings'> {
  readonly scheduling: RpcClient<typeof SchedulingService>;
  readonly broker: RpcClient<typeof TokenBrokerService>;
}

/** The service on its ports, whatever stands behind them. */
export function composeSync(ports: SyncPorts): { readonly engine: Engine; readonly links: Links } {
  const overRpc = {
    scheduling: new RpcScheduling(ports.scheduling),
    broker: new RpcTokenBroker(ports.broker, ports.clock),
    calendars: new RpcAccountCalendars(ports.broker),
    resources: new RpcResources(ports.scheduling),
  };
  const links = composeLinks({ ...ports, ...overRpc });
  return { links, engine: composeEngine({ ...ports, ...overRpc }, links.jobs) };
}
