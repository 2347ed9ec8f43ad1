import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ActorKind, type Resource as ResourceMessage, ResourceChangedSchema, ResourceSchema } from '@kalends/contracts';
import type { Clock, Ids } from '@kalends/kernel';
import type { OutgoingEvent } from '@kalends/outbox';
import type { Staff } from '../../staff';
import { changedResourceFields } from '../domain/decide';
import type { Resource } from '../domain/resource';

/** The resource as the contract tells it. */
export const resourceMessage = (tenantId: string, resource: Resource): ResourceMessage =>
  create(ResourceSchema, { ...resource, tenantId, employeeId: resource.employeeId ?? '' });

export const resourceChanged = (
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { tenantId, userId }: Staff,
  before: Resource | null,
  after: Resource,
): OutgoingEvent<'resourceChanged'> => ({
  name: 'resourceChanged',
  tenantId,
  aggregateId: after.id,
  version: after.version,
  payload: create(ResourceChangedSchema, {
    eventId: ids.next(),
    occurredAt: timestampFromDate(clock.now()),
    resource: resourceMessage(tenantId, after),
    changedFields: [...changedResourceFields(before, after)],
    actor: { kind: ActorKind.USER, id: userId },
  }),
});
