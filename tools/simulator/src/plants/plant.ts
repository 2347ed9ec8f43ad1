import type { SchedulingService } from '@kalends/contracts';
import type { GoogleApi, GoogleCalendar, GoogleSyncProcess, LinkTx } from '@kalends/google-sync/memory';
import type { RpcClient } from '@kalends/rpc';
import type { SchedulingProcess } from '@kalends/scheduling/memory';
import type { World } from '../world/world';

/** A bug that is planted from outside, before the ports or in place of a function; the product knows nothing of it. */
export interface Plant {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly says: string;
  readonly google?: (google: GoogleCalendar, world: World) => GoogleCalendar;
  readonly googleApi?: (api: GoogleApi) => GoogleApi;
  readonly scheduling?: (client: RpcClient<typeof SchedulingService>) => RpcClient<typeof SchedulingService>;
  /** Before the stores of google-sync. */
  readonly tx?: (tx: LinkTx, world: World) => LinkTx;
  /** In place of functions of a composed process. */
  readonly syncProcess?: (process: GoogleSyncProcess) => void;
  readonly schedulingProcess?: (process: SchedulingProcess) => void;
}
