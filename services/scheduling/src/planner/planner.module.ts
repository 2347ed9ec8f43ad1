import { Module } from '@nestjs/common';
import { provide } from '../provide';
import { DayReadModel } from './day.read-model';
import { PlannerController } from './planner.controller';

@Module({
  controllers: [PlannerController],
  providers: [provide(DayReadModel, ({ sql }) => new DayReadModel(sql))],
})
export class PlannerModule {}
