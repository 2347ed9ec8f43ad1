import { type DynamicModule, Module } from '@nestjs/common';
import { CancelAppointment } from './app/cancel-appointment';
import { ChangeAppointment } from './app/change-appointment';
import { CompleteAppointment } from './app/complete-appointment';
import { CreateAppointment } from './app/create-appointment';
import { MoveAppointment } from './app/move-appointment';
import { RestoreAppointment } from './app/restore-appointment';
import type { Appointments } from './compose-appointments';
import { SchedulingRpc } from './edge/grpc/scheduling-rpc';
import { SchedulingRpcController } from './edge/grpc/scheduling-rpc.controller';
import { AppointmentsController } from './edge/http/appointments.controller';

@Module({})
export class AppointmentsModule {
  /** REST and gRPC over what is done with appointments. */
  static over(appointments: Appointments, rpc: SchedulingRpc): DynamicModule {
    return {
      module: AppointmentsModule,
      controllers: [AppointmentsController, SchedulingRpcController],
      providers: [
        { provide: CreateAppointment, useValue: appointments.create },
        { provide: ChangeAppointment, useValue: appointments.change },
        { provide: MoveAppointment, useValue: appointments.move },
        { provide: CancelAppointment, useValue: appointments.cancel },
        { provide: CompleteAppointment, useValue: appointments.complete },
        { provide: RestoreAppointment, useValue: appointments.restore },
        { provide: SchedulingRpc, useValue: rpc },
      ],
    };
  }
}
