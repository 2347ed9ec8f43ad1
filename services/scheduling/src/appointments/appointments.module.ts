import { Module } from '@nestjs/common';
import { provide } from '../provide';
import { AppointmentWriter } from './app/appointment-writer';
import { CancelAppointment } from './app/cancel-appointment';
import { ChangeAppointment } from './app/change-appointment';
import { CompleteAppointment } from './app/complete-appointment';
import { CreateAppointment } from './app/create-appointment';
import { ExtendSeries } from './app/extend-series';
import { MoveAppointment } from './app/move-appointment';
import { RecordConflict } from './app/record-conflict';
import { RestoreAppointment } from './app/restore-appointment';
import { SchedulingRpcController } from './edge/grpc/scheduling-rpc.controller';
import { AppointmentsController } from './edge/http/appointments.controller';
import { ResourceAppointmentsReadModel } from './infra/resource-appointments.read-model';

const commands = [
  CreateAppointment,
  MoveAppointment,
  ChangeAppointment,
  CancelAppointment,
  CompleteAppointment,
  RestoreAppointment,
  RecordConflict,
];

@Module({
  controllers: [AppointmentsController, SchedulingRpcController],
  providers: [
    provide(AppointmentWriter, (ports) => new AppointmentWriter(ports)),
    ...commands.map((Command) => ({
      provide: Command,
      useFactory: (writer: AppointmentWriter) => new Command(writer),
      inject: [AppointmentWriter],
    })),
    provide(
      ExtendSeries,
      ({ unitOfWork, clock }, writer: AppointmentWriter) => new ExtendSeries(unitOfWork, writer, clock),
      AppointmentWriter,
    ),
    provide(ResourceAppointmentsReadModel, ({ sql }) => new ResourceAppointmentsReadModel(sql)),
  ],
})
export class AppointmentsModule {}
