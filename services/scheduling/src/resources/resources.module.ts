import { type DynamicModule, Module } from '@nestjs/common';
import { provide } from '../provide';
import { ChangeResource } from './app/change-resource';
import { CreateResource } from './app/create-resource';
import { DeleteResource } from './app/delete-resource';
import type { Resources } from './compose-resources';
import { ResourcesController } from './edge/resources.controller';
import { ResourceListReadModel } from './infra/resource-list.read-model';

@Module({})
export class ResourcesModule {
  static over(resources: Resources): DynamicModule {
    return {
      module: ResourcesModule,
      controllers: [ResourcesController],
      providers: [
        { provide: CreateResource, useValue: resources.create },
        { provide: ChangeResource, useValue: resources.change },
        { provide: DeleteResource, useValue: resources.delete },
        provide(ResourceListReadModel, ({ sql }) => new ResourceListReadModel(sql)),
      ],
    };
  }
}
