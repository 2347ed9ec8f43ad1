import { leaseLost } from '../../job/app/lease-lost';
import type { SyncTx } from '../../sync-tx';
import { isKept } from '../domain/calendar-link';

/**
 * For a job that is about to leave something behind for its link: who disconnects it meanwhile waits for this transaction, or
 * was quicker.
 * @throws DomainError `job/lease-lost`
 */
export async function requireKept(tx: SyncTx, linkId: string): Promise<void> {
  const link = await tx.links.lock(linkId);
  if (link === null || !isKept(link)) throw leaseLost('The link has been disconnected meanwhile.');
}
