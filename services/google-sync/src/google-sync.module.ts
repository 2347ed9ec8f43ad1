import { Module, type DynamicModule } from '@nestjs/common';
import { Connections } from './connections';
import { FollowSwitches } from './link/app/follow-switches';
import { OnSwitchesChanged } from './link/edge/on-switches-changed';
import { LinkModule } from './link/link.module';
import { HearAppointment } from './outward/app/hear-appointment';
import { OnAppointmentChanged } from './outward/edge/on-appointment-changed';
import { AcceptPushes } from './watch/app/accept-pushes';
import { GooglePushController } from './watch/edge/google-push.controller';

/** Who comes in by which way, by the roles of this process. */
@Module({})
export class GoogleSyncModule {
  static over(connections: Connections, roles: ReadonlySet<string>): DynamicModule {
    const { engine, links } = connections;
    return {
      module: GoogleSyncModule,
      imports: roles.has('http') ? [LinkModule.over(links, engine.syncNow)] : [],
      controllers: [
        ...(roles.has('webhook') ? [GooglePushController] : []),
        ...(roles.has('worker') ? [OnAppointmentChanged, OnSwitchesChanged] : []),
      ],
      providers: [
        { provide: Connections, useValue: connections },
        { provide: AcceptPushes, useValue: engine.pushes },
        { provide: HearAppointment, useValue: engine.hear },
        { provide: FollowSwitches, useValue: engine.follow },
      ],
    };
  }
}
