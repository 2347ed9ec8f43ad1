import type { CalendarLink } from '../../link/domain/calendar-link';
import type { SyncTx } from '../../sync-tx';

const day = 24 * 60 * 60 * 1000;

/** Everything that makes a new link live: to be called in the transaction that adds it, or ends its reset. */
export async function startJobs(tx: SyncTx, link: CalendarLink, now: Date): Promise<void> {
  // From here on changes are heard of, and the export lists what came before.
  await tx.jobs.drop(link.id, ['reset']);
  const request = { tenantId: link.tenantId, linkId: link.id, grantId: link.grantId, dueAt: now };
  await tx.jobs.request({ ...request, job: 'export' });
  await tx.jobs.request({ ...request, job: 'watch' });
  await tx.jobs.request({ ...request, job: 'pull' });
  await tx.jobs.request({ ...request, job: 'compare', dueAt: new Date(now.getTime() + day) });
}
