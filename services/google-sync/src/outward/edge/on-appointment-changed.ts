import { ActorKind, type AppointmentChanged } from '@kalends/contracts';
import { OnEvent, type EventContext } from '@kalends/inbox';
import { DomainError } from '@kalends/kernel';
import { Controller } from '@nestjs/common';
import { appointmentFromProto } from '../../scheduling/app/appointment-from-proto';
import type { SyncTx } from '../../sync-tx';
import { HearAppointment } from '../app/hear-appointment';

@Controller()
export class OnAppointmentChanged {
  constructor(private readonly hear: HearAppointment) {}

  @OnEvent('appointmentChanged')
  async handle(event: AppointmentChanged, { tx }: EventContext<SyncTx>): Promise<void> {
    const { appointment, releasedResourceIds, actor } = event;
    if (!appointment) throw new DomainError('invalid', 'event/incomplete', 'An event without its appointment.');
    const causedBy = actor?.kind === ActorKind.CALENDAR_LINK ? actor.id : null;
    await this.hear.handle(tx, appointmentFromProto(appointment), releasedResourceIds, causedBy);
  }
}
