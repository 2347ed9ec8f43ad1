import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  type AppointmentChanged,
  AppointmentChangedSchema,
  ActorKind as ActorKindMessage,
  ChangeKind as ChangeKindMessage,
} from '@kalends/contracts';
import type { ActorKind, Revision } from '../../timeline/domain/revision';
import type { Appointment } from '../domain/appointment';
import { appointmentMessage, ORIGIN } from './appointment-message';

const KIND: Record<Revision['kind'], ChangeKindMessage> = {
  created: ChangeKindMessage.CREATED,
  moved: ChangeKindMessage.MOVED,
  changed: ChangeKindMessage.CHANGED,
  cancelled: ChangeKindMessage.CANCELLED,
  completed: ChangeKindMessage.COMPLETED,
  restored: ChangeKindMessage.RESTORED,
  'conflict-recorded': ChangeKindMessage.UNSPECIFIED,
};

export const ACTOR_KIND: Record<ActorKind, ActorKindMessage> = {
  user: ActorKindMessage.USER,
  customer: ActorKindMessage.CUSTOMER,
  'calendar-link': ActorKindMessage.CALENDAR_LINK,
  service: ActorKindMessage.SERVICE,
};

/** The public event of an accepted change. */
export function appointmentChanged(
  eventId: string,
  revision: Revision,
  before: Appointment | null,
  after: Appointment,
): AppointmentChanged {
  const { actor, cause } = revision;
  return create(AppointmentChangedSchema, {
    eventId,
    occurredAt: timestampFromDate(new Date(revision.at)),
    appointment: appointmentMessage(after),
    changedFields: revision.fields.map(({ field }) => field),
    kind: KIND[revision.kind],
    origin: ORIGIN[revision.origin],
    actor: { kind: ACTOR_KIND[actor.kind], id: actor.id },
    cause: { kind: cause.kind, details: { ...cause.details } },
    commandId: revision.commandId,
    releasedResourceIds: (before?.resourceIds ?? []).filter((id) => !after.resourceIds.includes(id)),
  });
}
