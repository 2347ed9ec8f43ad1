import { create } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { timeFromProto } from '@kalends/calendar';
import {
  type ApplyCommandRequest,
  type ApplyCommandResponse,
  ApplyCommandResponseSchema,
  type GetAppointmentRequest,
  type GetAppointmentResponse,
  GetAppointmentResponseSchema,
  type GetResourceRequest,
  type GetResourceResponse,
  GetResourceResponseSchema,
  type StreamResourceAppointmentsRequest,
  type StreamResourceAppointmentsResponse,
  StreamResourceAppointmentsResponseSchema,
} from '@kalends/contracts';
import type { Clock, UnitOfWork } from '@kalends/kernel';
import { branchMessage } from '../../../branches/app/branch-changed';
import { resourceMessage } from '../../../resources/app/resource-changed';
import { resourceUnknown } from '../../../resources/domain/place';
import type { SchedulingTx } from '../../../scheduling-tx';
import { appointmentMessage } from '../../app/appointment-message';
import type { Outcome } from '../../app/envelope';
import { StaleVersion } from '../../app/refusals';
import type { ResourceAppointments } from '../../app/resource-appointments';
import type { Appointments } from '../../compose-appointments';
import { appointmentNotFound } from '../../domain/decide';
import { changeFromProto, createFromProto, missing, timeIfSet, uuid } from './command-from-proto';
import { envelopeFromProto } from './envelope-from-proto';

export interface SchedulingRpcPorts {
  readonly unitOfWork: UnitOfWork<SchedulingTx>;
  readonly resourceAppointments: ResourceAppointments;
  readonly clock: Clock;
}

/** SchedulingService for the other services (scheduling_service.proto), however its messages come and go. */
export class SchedulingRpc {
  constructor(
    private readonly ports: SchedulingRpcPorts,
    private readonly appointments: Omit<Appointments, 'horizon'>,
  ) {}

  async applyCommand(request: ApplyCommandRequest): Promise<ApplyCommandResponse> {
    try {
      const { appointment, replayed } = await this.apply(request);
      return create(ApplyCommandResponseSchema, {
        result: { case: 'applied', value: appointmentMessage(appointment) },
        replayed,
      });
    } catch (error) {
      if (!(error instanceof StaleVersion)) throw error;
      return create(ApplyCommandResponseSchema, {
        result: { case: 'stale', value: appointmentMessage(error.current) },
      });
    }
  }

  async getAppointment({ tenantId, appointmentId }: GetAppointmentRequest): Promise<GetAppointmentResponse> {
    const found = await this.ports.unitOfWork.run(uuid(tenantId), (tx) => tx.appointments.find(uuid(appointmentId)));
    if (!found) throw appointmentNotFound();
    return create(GetAppointmentResponseSchema, { appointment: appointmentMessage(found) });
  }

  async getResource({ tenantId, resourceId }: GetResourceRequest): Promise<GetResourceResponse> {
    return this.ports.unitOfWork.run(uuid(tenantId), async (tx) => {
      const resource = await tx.resources.find(uuid(resourceId));
      const branch = resource && (await tx.branches.find(resource.branchId));
      if (!branch) throw resourceUnknown();
      return create(GetResourceResponseSchema, {
        resource: resourceMessage(tenantId, resource),
        branch: branchMessage(tenantId, branch),
      });
    });
  }

  /** The next page is read only when the last one has been taken. */
  async *streamResourceAppointments(
    request: StreamResourceAppointmentsRequest,
  ): AsyncGenerator<StreamResourceAppointmentsResponse> {
    const since = request.from ? timestampDate(request.from) : this.ports.clock.now();
    const pages = this.ports.resourceAppointments.pages(uuid(request.tenantId), uuid(request.resourceId), since);
    for await (const page of pages) {
      for (const appointment of page)
        yield create(StreamResourceAppointmentsResponseSchema, { appointment: appointmentMessage(appointment) });
    }
  }

  private apply(request: ApplyCommandRequest): Promise<Outcome> {
    const envelope = envelopeFromProto(request);
    const { case: command, value } = request.command;
    if (!value) throw missing('command');
    const id = uuid(value.appointmentId);
    switch (command) {
      case 'create':
        return this.appointments.create.execute(envelope, id, createFromProto(value));
      case 'change':
        return this.appointments.change.execute(envelope, id, changeFromProto(value));
      case 'move':
        return this.appointments.move.execute(envelope, id, {
          start: timeFromProto(value.start),
          end: timeFromProto(value.end),
          ...(value.resourceIds.length > 0 && { resourceIds: value.resourceIds.map(uuid) }),
          recurrenceId: timeIfSet(value.recurrenceId),
        });
      case 'cancel':
        return this.appointments.cancel.execute(envelope, id, {
          reason: value.reason,
          recurrenceId: timeIfSet(value.recurrenceId),
        });
      case 'complete':
        return this.appointments.complete.execute(envelope, id, { noShow: value.noShow });
      case 'restore':
        return this.appointments.restore.execute(envelope, id, value.version);
      case 'recordConflict':
        return this.appointments.recordConflict.execute(envelope, id);
      default:
        throw missing('command');
    }
  }
}
