import type { SyncTx } from '../../sync-tx';
import { broken, next, type BrokenReason, type LinkReason } from '../domain/calendar-link';
import type { LinkChanges } from './link-changes';

/** What happens elsewhere (consents, branches, resources) and lets links work or not. */
export class FollowSwitches {
  constructor(private readonly links: LinkChanges) {}

  /** A consent was given, perhaps with another Google account than before: what had waited for it goes on (S39). */
  async consentGiven(tx: SyncTx, resourceId: string, grantId: string): Promise<void> {
    for (const link of await tx.links.ofResources([resourceId])) {
      if (link.grantId !== grantId) {
        await this.links.change(tx, link.id, (current) => next(current, { grantId }));
        await tx.work.regrant(link.id, grantId);
        await tx.jobs.regrant(link.id, grantId);
      }
      await this.links.recover(tx, link.id, ['needs-consent', 'permission-lost']);
    }
  }

  async consentLost(tx: SyncTx, resourceId: string): Promise<void> {
    await this.break(tx, resourceId, 'needs-consent');
  }

  async resourceDeleted(tx: SyncTx, resourceId: string): Promise<void> {
    await this.break(tx, resourceId, 'resource-deleted');
  }

  async branchSwitched(tx: SyncTx, branchId: string, isOn: boolean): Promise<void> {
    const reason: LinkReason = 'switched-off';
    for (const link of await tx.links.list(branchId)) {
      if (isOn) await this.links.recover(tx, link.id, [reason]);
      else await this.links.change(tx, link.id, (current) => broken(current, reason));
    }
  }

  private async break(tx: SyncTx, resourceId: string, reason: BrokenReason): Promise<void> {
    for (const link of await tx.links.ofResources([resourceId]))
      await this.links.change(tx, link.id, (current) => broken(current, reason));
  }
}
