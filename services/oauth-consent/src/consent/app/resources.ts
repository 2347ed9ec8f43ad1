import { DomainError } from '@kalends/kernel';
import { mayAct, type User } from '@kalends/access';

/** What this service needs to know of a resource, which scheduling owns. */
export interface ResourceFacts {
  readonly id: string;
  readonly branchId: string;
  readonly employeeId: string | null;
  /** The branch's switch "sync with Google Calendar". */
  readonly googleSyncEnabled: boolean;
}

export interface Resources {
  /** The resource as it is now; null when there is none (any more). Throws `unavailable`. */
  find(tenantId: string, resourceId: string): Promise<ResourceFacts | null>;
}

/** Resources as far as a user may connect them: managers those of their branches, employees their own. */
export class ManageableResources {
  constructor(private readonly resources: Resources) {}

  /** To everybody else the resource does not exist, so that the answer tells nothing of other branches and tenants. */
  async get(user: User, resourceId: string): Promise<ResourceFacts> {
    const resource = await this.resources.find(user.tenantId, resourceId);
    const isOwn = resource?.employeeId != null && resource.employeeId === user.employeeId;
    if (resource && (isOwn || mayAct(user, 'manager', resource.branchId))) return resource;
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
}
