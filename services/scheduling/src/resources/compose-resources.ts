import { ChangeResource } from './app/change-resource';
import { CreateResource, type ResourcePorts } from './app/create-resource';
import { DeleteResource } from './app/delete-resource';

export type Resources = ReturnType<typeof composeResources>;

/** What is done with resources, put together the same way in the service, in a test and in a simulation. */
export const composeResources = (ports: ResourcePorts) => ({
  create: new CreateResource(ports),
  change: new ChangeResource(ports),
  delete: new DeleteResource(ports),
});
