import { ConsentState, type BranchChanged, type ConsentChanged, type ResourceChanged } from '@kalends/contracts';
import { OnEvent, type EventContext } from '@kalends/inbox';
import { Controller } from '@nestjs/common';
import type { SyncTx } from '../../sync-tx';
import { FollowSwitches } from '../app/follow-switches';

@Controller()
export class OnSwitchesChanged {
  constructor(private readonly follow: FollowSwitches) {}

  @OnEvent('consentChanged')
  async consent({ state, resourceId, grantId }: ConsentChanged, { tx }: EventContext<SyncTx>): Promise<void> {
    if (state === ConsentState.GRANTED) await this.follow.consentGiven(tx, resourceId, grantId);
    else await this.follow.consentLost(tx, resourceId);
  }

  @OnEvent('branchChanged')
  async branch({ branch }: BranchChanged, { tx }: EventContext<SyncTx>): Promise<void> {
    if (branch) await this.follow.branchSwitched(tx, branch.id, branch.googleSyncEnabled);
  }

  @OnEvent('resourceChanged')
  async resource({ resource }: ResourceChanged, { tx }: EventContext<SyncTx>): Promise<void> {
    if (resource?.deleted) await this.follow.resourceDeleted(tx, resource.id);
  }
}
