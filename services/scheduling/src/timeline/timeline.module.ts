import { Module } from '@nestjs/common';
import { provide } from '../provide';
import { TimelineController } from './edge/timeline.controller';
import { TimelineReadModel } from './infra/timeline.read-model';

@Module({
  controllers: [TimelineController],
  providers: [provide(TimelineReadModel, ({ sql }) => new TimelineReadModel(sql))],
})
export class TimelineModule {}
