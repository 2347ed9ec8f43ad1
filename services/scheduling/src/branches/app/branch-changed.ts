import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ActorKind, type Branch as BranchMessage, BranchChangedSchema, BranchSchema } from '@kalends/contracts';
import type { Clock, Ids } from '@kalends/kernel';
import type { OutgoingEvent } from '@kalends/outbox';
import type { Staff } from '../../staff';
import { type Branch, changedBranchFields } from '../domain/branch';

/** The branch as the contract tells it. */
export const branchMessage = (tenantId: string, branch: Branch): BranchMessage =>
  create(BranchSchema, { ...branch, tenantId });

export const branchChanged = (
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { tenantId, userId }: Staff,
  before: Branch | null,
  after: Branch,
): OutgoingEvent<'branchChanged'> => ({
  name: 'branchChanged',
  tenantId,
  aggregateId: after.id,
  version: after.version,
  payload: create(BranchChangedSchema, {
    eventId: ids.next(),
    occurredAt: timestampFromDate(clock.now()),
    branch: branchMessage(tenantId, after),
    changedFields: [...changedBranchFields(before, after)],
    actor: { kind: ActorKind.USER, id: userId },
  }),
});
