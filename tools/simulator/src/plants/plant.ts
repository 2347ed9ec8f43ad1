import type { SchedulingService } from '@kalends/contracts';
import type { CalendarLink, GoogleApi, GoogleCalendar, GoogleSyncProcess, LinkTx } from '@kalends/google-sync/memory';
import type { RpcClient } from '@kalends/rpc';
import type { SchedulingProcess } from '@kalends/scheduling/memory';
import type { Cluster } from '../world/cluster';

/** As much of the world as a bug may look at. */
export interface Scene {
  readonly schedule: { readonly now: number };
  readonly googleSync: Cluster<GoogleSyncProcess>;
  links(): readonly CalendarLink[];
}

/** A bug that is planted from outside, before the ports or in place of a function; the product knows nothing of it. */
export interface Plant {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly says: string;
  readonly google?: (google: GoogleCalendar, scene: Scene) => GoogleCalendar;
  readonly googleApi?: (api: GoogleApi) => GoogleApi;
  readonly scheduling?: (client: RpcClient<typeof SchedulingService>) => RpcClient<typeof SchedulingService>;
  /** Before the stores of google-sync. */
  readonly tx?: (tx: LinkTx, scene: Scene) => LinkTx;
  /** In place of functions of a composed process. */
  readonly syncProcess?: (process: GoogleSyncProcess) => void;
  readonly schedulingProcess?: (process: SchedulingProcess) => void;
}
