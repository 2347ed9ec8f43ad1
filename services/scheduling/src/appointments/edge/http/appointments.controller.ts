import { CurrentUser, LeastRole, type User } from '@kalends/access';
import { Body, Controller, Get, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { z } from 'zod';
import { requireRole } from '../../../http/access';
import { IfMatch, setEtag } from '../../../http/conditional';
import { Documented } from '../../../http/documented';
import { idParam } from '../../../http/fields';
import { CancelAppointment } from '../../app/cancel-appointment';
import { ChangeAppointment } from '../../app/change-appointment';
import { CompleteAppointment } from '../../app/complete-appointment';
import { CreateAppointment } from '../../app/create-appointment';
import type { Outcome } from '../../app/envelope';
import { MoveAppointment } from '../../app/move-appointment';
import { RestoreAppointment } from '../../app/restore-appointment';
import * as schema from './appointment.schema';
import { envelopeOf, IdempotencyKey, type Repeatable } from './envelope-of';
import { SchedulingPorts } from '../../../scheduling-ports';
import { appointmentNotFound } from '../../domain/decide';

type Given<S extends z.ZodType> = z.output<S>;

const answer = { answer: schema.appointment };
const change = { ...answer, conditional: true, idempotent: true, errors: [409] };

@ApiTags('appointments')
@Controller('appointments')
export class AppointmentsController {
  constructor(
    private readonly ports: SchedulingPorts,
    private readonly creating: CreateAppointment,
    private readonly changing: ChangeAppointment,
    private readonly moving: MoveAppointment,
    private readonly cancelling: CancelAppointment,
    private readonly completing: CompleteAppointment,
    private readonly restoring: RestoreAppointment,
  ) {}

  @Get(':id')
  @Documented({ summary: 'The appointment as it is', ...answer, errors: [404] })
  async getAppointment(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: Given<typeof idParam>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const appointment = await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.appointments.find(id));
    if (!appointment) throw appointmentNotFound();
    requireRole(user, 'employee', appointment.branchId);
    return told({ appointment, replayed: false }, response);
  }

  @Post()
  @LeastRole('receptionist')
  @Documented({ summary: 'Makes an appointment', ...answer, status: 201, idempotent: true, errors: [404, 409, 422] })
  async createAppointment(
    @CurrentUser() user: User,
    @IdempotencyKey() repeatable: Repeatable | null,
    @Body({ schema: schema.newAppointment }) { id, branchId = '', ...given }: Given<typeof schema.newAppointment>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const { ids } = this.ports;
    const envelope = envelopeOf(user, { operation: 'create', repeatable }, ids);
    return told(await this.creating.execute(envelope, id ?? ids.next(), { branchId, ...given }), response);
  }

  @Patch(':id')
  @LeastRole('receptionist')
  @Documented({ summary: 'Changes the fields that are given', ...change })
  async changeAppointment(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: Given<typeof idParam>,
    @IfMatch() expectedVersion: number,
    @IdempotencyKey() repeatable: Repeatable | null,
    @Body({ schema: schema.appointmentPatch }) given: Given<typeof schema.appointmentPatch>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const envelope = envelopeOf(user, { operation: 'change', expectedVersion, repeatable }, this.ports.ids);
    return told(await this.changing.execute(envelope, id, given), response);
  }

  @Post(':id/move')
  @LeastRole('receptionist')
  @Documented({ summary: 'To another time or other resources', ...change })
  async moveAppointment(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: Given<typeof idParam>,
    @IfMatch() expectedVersion: number,
    @IdempotencyKey() repeatable: Repeatable | null,
    @Body({ schema: schema.move }) given: Given<typeof schema.move>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const envelope = envelopeOf(user, { operation: 'move', expectedVersion, repeatable }, this.ports.ids);
    return told(await this.moving.execute(envelope, id, given), response);
  }

  @Post(':id/cancel')
  @LeastRole('receptionist')
  @Documented({ summary: 'Cancels it, or one occurrence of a series', ...change })
  async cancelAppointment(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: Given<typeof idParam>,
    @IfMatch() expectedVersion: number,
    @IdempotencyKey() repeatable: Repeatable | null,
    @Body({ schema: schema.cancel }) given: Given<typeof schema.cancel>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const envelope = envelopeOf(user, { operation: 'cancel', expectedVersion, repeatable }, this.ports.ids);
    return told(await this.cancelling.execute(envelope, id, given), response);
  }

  @Post(':id/complete')
  @LeastRole('receptionist')
  @Documented({ summary: 'Notes that it took place, or that nobody came', ...change })
  async completeAppointment(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: Given<typeof idParam>,
    @IfMatch() expectedVersion: number,
    @IdempotencyKey() repeatable: Repeatable | null,
    @Body({ schema: schema.complete }) given: Given<typeof schema.complete>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const envelope = envelopeOf(user, { operation: 'complete', expectedVersion, repeatable }, this.ports.ids);
    return told(await this.completing.execute(envelope, id, given), response);
  }

  @Post(':id/restore')
  @LeastRole('receptionist')
  @Documented({ summary: 'Undoes a cancellation, or makes an earlier version the state again', ...change })
  async restoreAppointment(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: Given<typeof idParam>,
    @IfMatch() expectedVersion: number,
    @IdempotencyKey() repeatable: Repeatable | null,
    @Body({ schema: schema.restore }) { version }: Given<typeof schema.restore>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<schema.AppointmentJson> {
    const envelope = envelopeOf(user, { operation: 'restore', expectedVersion, repeatable }, this.ports.ids);
    return told(await this.restoring.execute(envelope, id, version), response);
  }
}

function told({ appointment, replayed }: Outcome, response: Response): schema.AppointmentJson {
  setEtag(response, appointment.version);
  if (replayed) response.setHeader('Idempotent-Replayed', 'true');
  const { tenantId: _, ...json } = appointment;
  return json as schema.AppointmentJson;
}
