import { mayAct, type User } from '@kalends/access';
import { DomainError } from '@kalends/kernel';
import type { ResourceFacts, Resources } from './resources';

/** Resources as far as a user may connect them with the outside: managers those of their branches, employees their own. */
export class ManageableResources {
  constructor(private readonly resources: Resources) {}

  /** To everybody else the resource does not exist, so that the answer tells nothing of other branches and tenants. */
  async get(user: User, resourceId: string): Promise<ResourceFacts> {
    const resource = await this.resources.find(user.tenantId, resourceId);
    if (resource && manages(user, resource)) return resource;
    throw new DomainError('not-found', 'resource/not-found', 'There is no such resource for you; reload the page.');
  }

  /** The same, where the branch must have Google sync switched on. */
  async getSyncable(user: User, resourceId: string): Promise<ResourceFacts> {
    const resource = await this.get(user, resourceId);
    if (resource.googleSyncEnabled) return resource;
    throw new DomainError(
      'conflict',
      'branch/google-sync-off',
      'Google sync is switched off for this branch; switch it on in the branch settings first.',
    );
  }

  /** May the user change what belongs to a resource? Managers of its branch may, even when the resource is gone by now. */
  async mayManage(
    user: User,
    { resourceId, branchId }: { readonly resourceId: string; readonly branchId: string },
  ): Promise<boolean> {
    if (mayAct(user, 'manager', branchId)) return true;
    const resource = await this.resources.find(user.tenantId, resourceId);
    return resource !== null && manages(user, resource);
  }
}

const manages = (user: User, { branchId, employeeId }: ResourceFacts): boolean =>
  (employeeId !== null && employeeId === user.employeeId) || mayAct(user, 'manager', branchId);
