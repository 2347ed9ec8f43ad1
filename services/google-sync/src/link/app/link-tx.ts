import type { SyncTx } from '../../sync-tx';
import type { ConfirmationStore } from './confirmation-store';
import type { DisconnectOrderStore } from './disconnect-order-store';
import type { LinkReader } from './link-reader';
import type { LinkedEvents } from './linked-events';

/** One transaction of what people do with links; the engine's own knows less. */
export interface LinkTx extends SyncTx {
  readonly confirmations: ConfirmationStore;
  readonly disconnects: DisconnectOrderStore;
  readonly linkedEvents: LinkedEvents;
  readonly linkReader: LinkReader;
}
