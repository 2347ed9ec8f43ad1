import { DomainError, type Clock, type UnitOfWork } from '@kalends/kernel';
import type { LinkChanges } from '../../link/app/link-changes';
import { approveDeletions, isWorking, type CalendarLink } from '../../link/domain/calendar-link';
import type { SyncTx } from '../../sync-tx';

/** A person does not want to wait, or has mended what was broken. */
export class SyncNow {
  constructor(
    private readonly unitOfWork: UnitOfWork<SyncTx>,
    private readonly links: LinkChanges,
    private readonly clock: Clock,
  ) {}

  /** Makes everything of the link due. @throws DomainError `link/unknown`, `link/not-working` */
  run(tenantId: string, linkId: string): Promise<CalendarLink> {
    return this.unitOfWork.run(tenantId, async (tx) => {
      // Google alone knows whether these are over: to try is to find out.
      const link = await this.links.recover(tx, linkId, ['permission-lost', 'calendar-lost']);
      return this.makeDue(tx, link);
    });
  }

  /** Lets the deletions happen that the brake holds back. @throws DomainError as `run`, `link/nothing-to-approve` */
  approveDeletions(tenantId: string, linkId: string): Promise<CalendarLink> {
    return this.unitOfWork.run(tenantId, async (tx) =>
      this.makeDue(tx, await this.links.change(tx, linkId, approveDeletions)),
    );
  }

  private async makeDue(tx: SyncTx, link: CalendarLink | null): Promise<CalendarLink> {
    if (link === null) throw new DomainError('not-found', 'link/unknown', 'There is no such calendar link.');
    if (!isWorking(link))
      throw new DomainError('conflict', 'link/not-working', 'The link has to be mended first.', {
        reason: link.reason,
      });
    const now = this.clock.now();
    await tx.work.resume(link.id, now);
    const { tenantId, grantId } = link;
    // What a calendar has that is still to be emptied is no news; it is read when it is empty.
    const job = (await tx.jobs.isAsked(link.id, 'reset')) ? 'reset' : 'pull';
    await tx.jobs.request({ tenantId, linkId: link.id, grantId, job, dueAt: now });
    return link;
  }
}
