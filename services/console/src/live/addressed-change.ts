import { fromBinary } from '@bufbuild/protobuf';
import { topics, type EventName } from '@kalends/contracts';
import type { LiveChange } from './live-change';

/** A change and who may hear of it. */
export interface AddressedChange {
  readonly tenantId: string;
  /** Null: of interest in every branch of the tenant. */
  readonly branchId: string | null;
  readonly change: LiveChange;
}

type Read = (value: Uint8Array) => AddressedChange | undefined;

/** For each event of the system how its change reads; the type asks for one as soon as contracts declare another. */
const reads: Readonly<Record<EventName, Read>> = {
  // A resource can be shown in every branch: the page knows whether the appointment is of interest to it.
  appointmentChanged: (value) => {
    const { appointment, releasedResourceIds } = fromBinary(topics.appointmentChanged.schema, value);
    if (!appointment) return undefined;
    const { tenantId, branchId, id, version } = appointment;
    const resourceIds = [...appointment.resourceIds, ...releasedResourceIds];
    return addressed(tenantId, null, { type: 'appointment', id, version, branchId, resourceIds });
  },
  resourceChanged: (value) => {
    const { resource } = fromBinary(topics.resourceChanged.schema, value);
    return resource && addressed(resource.tenantId, null, { type: 'resource', id: resource.id });
  },
  branchChanged: (value) => {
    const { branch } = fromBinary(topics.branchChanged.schema, value);
    return branch && addressed(branch.tenantId, null, { type: 'branch', id: branch.id });
  },
  calendarLinkChanged: (value) => {
    const { link } = fromBinary(topics.calendarLinkChanged.schema, value);
    return link && addressed(link.tenantId, link.branchId, { type: 'link', resourceId: link.resourceId });
  },
  consentChanged: (value) => {
    const { tenantId, resourceId } = fromBinary(topics.consentChanged.schema, value);
    return addressed(tenantId, null, { type: 'consent', resourceId });
  },
};

const addressed = (tenantId: string, branchId: string | null, change: LiveChange): AddressedChange => ({
  tenantId,
  branchId,
  change,
});

const byTopic = new Map(Object.entries(topics).map(([name, { name: topic }]) => [topic, reads[name as EventName]]));

/** Names of the topics that a stream is made of. */
export const liveTopics: readonly string[] = [...byTopic.keys()];

/** The change that a record tells, if it tells one. Throws when the record can't be decoded. */
export const changeOf = (topic: string, value: Uint8Array): AddressedChange | undefined => byTopic.get(topic)?.(value);
