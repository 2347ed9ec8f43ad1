import { changeResource } from '../domain/decide';
import { resourceUnknown } from '../domain/place';
import type { Resource, ResourceFacts } from '../domain/resource';
import type { Staff } from '../../staff';
import type { ResourcePorts } from './create-resource';
import { requireVersion } from '../../require-version';
import { resourceChanged } from './resource-changed';

export class ChangeResource {
  constructor(private readonly ports: ResourcePorts) {}

  execute(by: Staff, id: string, version: number, patch: Partial<ResourceFacts>): Promise<Resource> {
    return this.ports.unitOfWork.run(by.tenantId, async (tx) => {
      const before = await tx.resources.lock(id);
      if (!before || before.deleted) throw resourceUnknown();
      requireVersion(before, version);
      const booked = await tx.resources.bookedFrom(id, this.ports.clock.now());
      const after = changeResource(before, patch, booked);
      if (!after) return before;
      await tx.resources.update(after);
      await tx.outbox.append(resourceChanged(this.ports, by, before, after));
      return after;
    });
  }
}
