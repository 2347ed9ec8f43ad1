import type { Job } from '../../job/app/job-store';
import type { SyncTx } from '../../sync-tx';
import type { CalendarLink } from '../domain/calendar-link';

const jobs: readonly Job[] = ['export', 'pull', 'watch', 'compare'];

/** Everything that keeps a link's calendar the same begins; the jobs find out themselves when they are due again. */
export async function startSync(tx: SyncTx, { tenantId, id: linkId, grantId }: CalendarLink, dueAt: Date): Promise<void> {
  for (const job of jobs) await tx.jobs.request({ tenantId, linkId, grantId, job, dueAt });
}
