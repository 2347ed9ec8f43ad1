import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { contentToProto } from '@kalends/calendar';
import {
  type Appointment as AppointmentMessage,
  AppointmentSchema,
  AppointmentStatus as StatusMessage,
  Origin as OriginMessage,
} from '@kalends/contracts';
import type { Appointment, AppointmentStatus, Origin } from '../domain/appointment';

const STATUS: Record<AppointmentStatus, StatusMessage> = {
  confirmed: StatusMessage.CONFIRMED,
  cancelled: StatusMessage.CANCELLED,
  completed: StatusMessage.COMPLETED,
  'no-show': StatusMessage.NO_SHOW,
};

export const ORIGIN: Record<Origin, OriginMessage> = {
  planner: OriginMessage.PLANNER,
  booking: OriginMessage.BOOKING,
  google: OriginMessage.GOOGLE,
  caldav: OriginMessage.CALDAV,
  api: OriginMessage.API,
  system: OriginMessage.SYSTEM,
};

/** The appointment as the contract tells it, in events and by gRPC. */
export function appointmentMessage(appointment: Appointment): AppointmentMessage {
  return create(AppointmentSchema, {
    tenantId: appointment.tenantId,
    id: appointment.id,
    branchId: appointment.branchId,
    resourceIds: [...appointment.resourceIds],
    customerIds: [...appointment.customerIds],
    templateId: appointment.templateId ?? '',
    status: STATUS[appointment.status],
    content: contentToProto(appointment.content),
    bufferBeforeMinutes: appointment.bufferBeforeMinutes,
    bufferAfterMinutes: appointment.bufferAfterMinutes,
    overbooked: appointment.overbooked,
    version: appointment.version,
    origin: ORIGIN[appointment.origin],
    createdAt: timestampFromDate(new Date(appointment.createdAt)),
    updatedAt: timestampFromDate(new Date(appointment.updatedAt)),
  });
}
