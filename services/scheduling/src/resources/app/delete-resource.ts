import { deleteResource } from '../domain/decide';
import { resourceUnknown } from '../domain/place';
import type { Staff } from '../../staff';
import type { ResourcePorts } from './create-resource';
import { requireVersion } from '../../require-version';
import { resourceChanged } from './resource-changed';

export class DeleteResource {
  constructor(private readonly ports: ResourcePorts) {}

  execute(by: Staff, id: string, version: number): Promise<void> {
    return this.ports.unitOfWork.run(by.tenantId, async (tx) => {
      const before = await tx.resources.lock(id);
      if (!before || before.deleted) throw resourceUnknown();
      requireVersion(before, version);
      const after = deleteResource(before, await tx.resources.bookedFrom(id, this.ports.clock.now()));
      await tx.resources.update(after);
      await tx.outbox.append(resourceChanged(this.ports, by, before, after));
    });
  }
}
