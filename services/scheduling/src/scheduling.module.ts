import { type DynamicModule, Module } from '@nestjs/common';
import { AppointmentsModule } from './appointments/appointments.module';
import { BranchesModule } from './branches/branches.module';
import { Connections } from './connections';
import { PeopleModule } from './people/people.module';
import { PlannerModule } from './planner/planner.module';
import { ResourcesModule } from './resources/resources.module';
import { SchedulingPorts } from './scheduling-ports';
import { TemplatesModule } from './templates/templates.module';
import { TimelineModule } from './timeline/timeline.module';

@Module({})
export class SchedulingModule {
  static over(connections: Connections): DynamicModule {
    const { appointments, branches, resources, rpc } = connections.scheduling;
    return {
      module: SchedulingModule,
      global: true,
      imports: [
        BranchesModule.over(branches),
        PeopleModule,
        TemplatesModule,
        ResourcesModule.over(resources),
        AppointmentsModule.over(appointments, rpc),
        TimelineModule,
        PlannerModule,
      ],
      providers: [
        { provide: Connections, useValue: connections },
        { provide: SchedulingPorts, useExisting: Connections },
      ],
      exports: [SchedulingPorts],
    };
  }
}
