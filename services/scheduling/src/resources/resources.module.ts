import { Module } from '@nestjs/common';
import { provide } from '../provide';
import { ChangeResource } from './app/change-resource';
import { CreateResource } from './app/create-resource';
import { DeleteResource } from './app/delete-resource';
import { ResourcesController } from './edge/resources.controller';
import { ResourceListReadModel } from './infra/resource-list.read-model';

@Module({
  controllers: [ResourcesController],
  providers: [
    provide(CreateResource, (ports) => new CreateResource(ports)),
    provide(ChangeResource, (ports) => new ChangeResource(ports)),
    provide(DeleteResource, (ports) => new DeleteResource(ports)),
    provide(ResourceListReadModel, ({ sql }) => new ResourceListReadModel(sql)),
  ],
})
export class ResourcesModule {}
