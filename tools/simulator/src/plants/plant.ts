import type { GoogleSyncProcess } from '@kalends/google-sync/memory';
import type { SchedulingProcess } from '@kalends/scheduling/memory';

/** A bug that is planted from outside: the product knows nothing of it. */
export interface Plant {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly says: string;
  readonly googleSync?: (process: GoogleSyncProcess) => GoogleSyncProcess;
  readonly scheduling?: (process: SchedulingProcess) => SchedulingProcess;
}
