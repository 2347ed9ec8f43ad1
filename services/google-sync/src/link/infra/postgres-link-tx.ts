import type { SqlSession } from '@kalends/persistence';
import { postgresSyncTx, type Nudges } from '../../postgres-sync-tx';
import type { LinkTx } from '../app/link-tx';
import { PostgresConfirmationStore } from './postgres-confirmation-store';
import { PostgresDisconnectOrderStore } from './postgres-disconnect-order-store';
import { PostgresLinkReader } from './postgres-link-reader';
import { PostgresLinkedEvents } from './postgres-linked-events';

/** Binds the stores to one transaction. */
export const postgresLinkTx = (nudges: Nudges) => {
  const bindEngine = postgresSyncTx(nudges);
  return (session: SqlSession): LinkTx => ({
    ...bindEngine(session),
    confirmations: new PostgresConfirmationStore(session),
    disconnects: new PostgresDisconnectOrderStore(session),
    linkedEvents: new PostgresLinkedEvents(session),
    linkReader: new PostgresLinkReader(session),
  });
};
