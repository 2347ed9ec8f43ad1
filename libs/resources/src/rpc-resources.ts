import type { SchedulingService } from '@kalends/contracts';
import { isDomainError } from '@kalends/kernel';
import type { RpcClient } from '@kalends/rpc';
import type { ResourceFacts, Resources } from './resources';

/** Asks scheduling, which owns resources and branches. */
export class RpcResources implements Resources {
  constructor(private readonly scheduling: RpcClient<typeof SchedulingService>) {}

  async find(tenantId: string, resourceId: string): Promise<ResourceFacts | null> {
    try {
      const { resource, branch } = await this.scheduling.getResource({ tenantId, resourceId });
      if (!resource || !branch || resource.deleted) return null;
      return {
        id: resource.id,
        branchId: branch.id,
        employeeId: resource.employeeId || null,
        timeZone: branch.timeZone,
        googleSyncEnabled: branch.googleSyncEnabled,
      };
    } catch (error) {
      if (isDomainError(error) && error.kind === 'not-found') return null;
      throw error;
    }
  }
}
