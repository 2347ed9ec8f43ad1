import { BadRequestException, type DynamicModule, Module, StandardSchemaValidationPipe } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { AppointmentsModule } from './appointments/appointments.module';
import { BranchesModule } from './branches/branches.module';
import { Connections } from './connections';
import { PeopleModule } from './people/people.module';
import { PlannerModule } from './planner/planner.module';
import { ResourcesModule } from './resources/resources.module';
import { SchedulingPorts } from './scheduling-ports';
import { TemplatesModule } from './templates/templates.module';
import { TimelineModule } from './timeline/timeline.module';

/** Tells what is wrong where; never the value. */
const validation = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) =>
    new BadRequestException({
      errors: issues.slice(0, 20).map(({ path = [], message }) => ({
        field: path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
        problem: message,
      })),
    }),
});

@Module({
  imports: [
    BranchesModule,
    PeopleModule,
    TemplatesModule,
    ResourcesModule,
    AppointmentsModule,
    TimelineModule,
    PlannerModule,
  ],
  providers: [{ provide: APP_PIPE, useValue: validation }],
})
export class SchedulingModule {
  static over(connections: Connections): DynamicModule {
    return {
      module: SchedulingModule,
      global: true,
      providers: [
        { provide: Connections, useValue: connections },
        { provide: SchedulingPorts, useExisting: Connections },
      ],
      exports: [SchedulingPorts],
    };
  }
}
