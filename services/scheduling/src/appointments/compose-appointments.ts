import { Pump, type Log } from '@kalends/kernel';
import { AppointmentWriter, type WriterPorts } from './app/appointment-writer';
import { CancelAppointment } from './app/cancel-appointment';
import { ChangeAppointment } from './app/change-appointment';
import { CompleteAppointment } from './app/complete-appointment';
import { CreateAppointment } from './app/create-appointment';
import { ExtendSeries } from './app/extend-series';
import { MoveAppointment } from './app/move-appointment';
import { RecordConflict } from './app/record-conflict';
import { RestoreAppointment } from './app/restore-appointment';

const EXTEND_EVERY_MS = 60_000;

export interface AppointmentPorts extends WriterPorts {
  readonly log: Log;
}

export type Appointments = ReturnType<typeof composeAppointments>;

/** What is done with appointments, put together the same way in the service, in a test and in a simulation. */
export function composeAppointments({ log, ...ports }: AppointmentPorts) {
  const writer = new AppointmentWriter(ports);
  const extendSeries = new ExtendSeries(ports.unitOfWork, writer, ports.clock);
  return {
    create: new CreateAppointment(writer),
    change: new ChangeAppointment(writer),
    move: new MoveAppointment(writer),
    cancel: new CancelAppointment(writer),
    complete: new CompleteAppointment(writer),
    restore: new RestoreAppointment(writer),
    recordConflict: new RecordConflict(writer),
    /** Background part: keeps endless series in the table. */
    horizon: new Pump('series-horizon', () => extendSeries.execute(), { idleMs: EXTEND_EVERY_MS, log }),
  };
}
