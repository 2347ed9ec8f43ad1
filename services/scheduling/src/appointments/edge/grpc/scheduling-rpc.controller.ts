import { create } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Callers } from '@kalends/access';
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
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { from, type Observable } from 'rxjs';
import { branchMessage } from '../../../branches/app/branch-changed';
import { resourceMessage } from '../../../resources/app/resource-changed';
import { resourceUnknown } from '../../../resources/domain/place';
import { SchedulingPorts } from '../../../scheduling-ports';
import { appointmentMessage } from '../../app/appointment-message';
import { CancelAppointment } from '../../app/cancel-appointment';
import { ChangeAppointment } from '../../app/change-appointment';
import { CompleteAppointment } from '../../app/complete-appointment';
import { CreateAppointment } from '../../app/create-appointment';
import type { Outcome } from '../../app/envelope';
import { MoveAppointment } from '../../app/move-appointment';
import { RecordConflict } from '../../app/record-conflict';
import { StaleVersion } from '../../app/refusals';
import { RestoreAppointment } from '../../app/restore-appointment';
import { appointmentNotFound } from '../../domain/decide';
import { ResourceAppointmentsReadModel } from '../../infra/resource-appointments.read-model';
import { changeFromProto, createFromProto, missing, timeIfSet, uuid } from './command-from-proto';
import { envelopeFromProto } from './envelope-from-proto';

/** SchedulingService for the other services (scheduling_service.proto). */
@Controller()
@Callers('google-sync', 'caldav-gateway', 'notifications', 'oauth-consent', 'console')
export class SchedulingRpcController {
  constructor(
    private readonly ports: SchedulingPorts,
    private readonly appointments: ResourceAppointmentsReadModel,
    private readonly creating: CreateAppointment,
    private readonly changing: ChangeAppointment,
    private readonly moving: MoveAppointment,
    private readonly cancelling: CancelAppointment,
    private readonly completing: CompleteAppointment,
    private readonly restoring: RestoreAppointment,
    private readonly recording: RecordConflict,
  ) {}

  @GrpcMethod('SchedulingService', 'ApplyCommand')
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

  @GrpcMethod('SchedulingService', 'GetAppointment')
  async getAppointment({ tenantId, appointmentId }: GetAppointmentRequest): Promise<GetAppointmentResponse> {
    const found = await this.ports.unitOfWork.run(uuid(tenantId), (tx) => tx.appointments.find(uuid(appointmentId)));
    if (!found) throw appointmentNotFound();
    return create(GetAppointmentResponseSchema, { appointment: appointmentMessage(found) });
  }

  @GrpcMethod('SchedulingService', 'GetResource')
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

  @GrpcMethod('SchedulingService', 'StreamResourceAppointments')
  streamResourceAppointments(
    request: StreamResourceAppointmentsRequest,
    _metadata: unknown,
    call: Writable,
  ): Observable<StreamResourceAppointmentsResponse> {
    return from(this.stream(request, call));
  }

  /** The next page is read only when the last one has gone out, so that a slow caller costs no memory. */
  private async *stream(
    request: StreamResourceAppointmentsRequest,
    call: Writable,
  ): AsyncGenerator<StreamResourceAppointmentsResponse> {
    const since = request.from ? timestampDate(request.from) : this.ports.clock.now();
    for await (const page of this.appointments.pages(uuid(request.tenantId), uuid(request.resourceId), since)) {
      for (const appointment of page) {
        yield create(StreamResourceAppointmentsResponseSchema, { appointment: appointmentMessage(appointment) });
      }
      if (call.destroyed) return;
      if (call.writableNeedDrain) await Promise.race([once(call, 'drain'), once(call, 'close')]);
    }
  }

  private apply(request: ApplyCommandRequest): Promise<Outcome> {
    const envelope = envelopeFromProto(request);
    const { case: command, value } = request.command;
    if (!value) throw missing('command');
    const id = uuid(value.appointmentId);
    switch (command) {
      case 'create':
        return this.creating.execute(envelope, id, createFromProto(value));
      case 'change':
        return this.changing.execute(envelope, id, changeFromProto(value));
      case 'move':
        return this.moving.execute(envelope, id, {
          start: timeFromProto(value.start),
          end: timeFromProto(value.end),
          ...(value.resourceIds.length > 0 && { resourceIds: value.resourceIds.map(uuid) }),
          recurrenceId: timeIfSet(value.recurrenceId),
        });
      case 'cancel':
        return this.cancelling.execute(envelope, id, {
          reason: value.reason,
          recurrenceId: timeIfSet(value.recurrenceId),
        });
      case 'complete':
        return this.completing.execute(envelope, id, { noShow: value.noShow });
      case 'restore':
        return this.restoring.execute(envelope, id, value.version);
      case 'recordConflict':
        return this.recording.execute(envelope, id);
      default:
        throw missing('command');
    }
  }
}
