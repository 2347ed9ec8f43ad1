import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import {
  AppointmentChangedSchema,
  BranchChangedSchema,
  ResourceChangedSchema,
} from './gen/kalends/scheduling/v1/events_pb';
import { ConsentChangedSchema } from './gen/kalends/consent/v1/events_pb';
import { CalendarLinkChangedSchema } from './gen/kalends/sync/v1/events_pb';

const days = (n: number): number => n * 24 * 60 * 60 * 1000;

/** Partitions are fixed from day one: adding some later would break the order within a key. */
const declare = <D extends DescMessage>(name: string, schema: D) => ({
  name,
  schema,
  partitions: 12,
  retentionMs: days(7),
});

/** Every topic of the system and the one event that it carries: the stack, the tests and Helm read this declaration. */
export const topics = {
  appointmentChanged: declare('scheduling.appointment-changed.v1', AppointmentChangedSchema),
  resourceChanged: declare('scheduling.resource-changed.v1', ResourceChangedSchema),
  branchChanged: declare('scheduling.branch-changed.v1', BranchChangedSchema),
  consentChanged: declare('consent.consent-changed.v1', ConsentChangedSchema),
  calendarLinkChanged: declare('sync.calendar-link-changed.v1', CalendarLinkChangedSchema),
} as const;

/** `appointmentChanged`, …: an unknown event does not compile. */
export type EventName = keyof typeof topics;

/** The payload of an event. */
export type EventOf<N extends EventName> = MessageShape<(typeof topics)[N]['schema']>;

/** Kafka key: all events of one aggregate share a partition. */
export const aggregateKey = (tenantId: string, aggregateId: string): string => `${tenantId}/${aggregateId}`;
