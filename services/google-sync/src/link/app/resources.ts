import { mayAct, type User } from '@kalends/access';
import { DomainError } from '@kalends/kernel';

/** What links need to know of a resource, which scheduling owns. */
export interface ResourceFacts {
  readonly id: string;
  readonly branchId: string;
  readonly employeeId: string | null;
  /** The branch's, IANA. */
  readonly timeZone: string;
  /** The branch's switch "sync with Google Calendar". */
  readonly googleSyncEnabled: boolean;
}

export interface Resources {
  /** The resource as it is now; null when there is none (any more). @throws DomainError of kind `unavailable` */
  find(tenantId: string, resourceId: string): Promise<ResourceFacts | null>;
}

/** Resources as far as a user may link them: managers those of their branches, employees their own. */
export class ManageableResources {
  constructor(private readonly resources: Resources) {}

  /** To everybody else the resource does not exist, so that the answer tells nothing of other branches and tenants. */
  async get(user: User, resourceId: string): Promise<ResourceFacts> {
    const resource = await this.resources.find(user.tenantId, resourceId);
    if (resource && mayManage(user, resource)) return resource;
    throw new DomainError('not-found', 'resource/not-found', 'There is no such resource for you; reload the page.');
  }

  /** May the user change this link? Managers may, even when its resource is gone by now. */
  async requireFor(user: User, link: { readonly resourceId: string; readonly branchId: string }): Promise<void> {
    if (mayAct(user, 'manager', link.branchId)) return;
    const resource = await this.resources.find(user.tenantId, link.resourceId);
    if (!resource || !mayManage(user, resource)) throw linkNotFound();
  }
}

const mayManage = (user: User, { branchId, employeeId }: ResourceFacts): boolean =>
  (employeeId !== null && employeeId === user.employeeId) || mayAct(user, 'manager', branchId);

export const linkNotFound = (): DomainError =>
  new DomainError('not-found', 'link/not-found', 'There is no such calendar link for you; reload the page.');

export function requireGoogleSync(resource: ResourceFacts): void {
  if (resource.googleSyncEnabled) return;
  throw new DomainError(
    'conflict',
    'branch/google-sync-off',
    'Google sync is switched off for this branch; switch it on in the branch settings first.',
  );
}
