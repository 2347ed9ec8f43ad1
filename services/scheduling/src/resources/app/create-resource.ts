import type { Clock, Ids, UnitOfWork } from '@kalends/kernel';
import type { SchedulingTx } from '../../scheduling-tx';
import type { Resource, ResourceFacts } from '../domain/resource';
import type { Staff } from '../../staff';
import { resourceChanged } from './resource-changed';

export interface ResourcePorts {
  readonly unitOfWork: UnitOfWork<SchedulingTx>;
  readonly clock: Clock;
  readonly ids: Ids;
}

export class CreateResource {
  constructor(private readonly ports: ResourcePorts) {}

  execute(by: Staff, id: string, facts: ResourceFacts): Promise<Resource> {
    const resource: Resource = { ...facts, id, deleted: false, version: 1 };
    return this.ports.unitOfWork.run(by.tenantId, async (tx) => {
      await tx.resources.insert(resource);
      await tx.outbox.append(resourceChanged(this.ports, by, null, resource));
      return resource;
    });
  }
}
