import { DomainError } from '@kalends/kernel';
import { type Branch, branchUnknown } from '../../branches/domain/branch';
import type { Resource } from './resource';

/** Where an appointment takes place: its branch, if there is such a one, and those of its resources that there are. */
export interface Place {
  readonly branch: Pick<Branch, 'id' | 'timeZone'> | null;
  readonly resources: readonly Pick<Resource, 'id' | 'branchId' | 'capacity' | 'visibleInAllBranches' | 'deleted'>[];
}

/**
 * The branch, when every resource that comes to the appointment may be booked there; those that it had before may stay.
 * @throws DomainError `branch/unknown`, `resource/unknown`, `resource/other-branch`
 */
export function vetPlace(
  { branch, resources }: Place,
  wanted: readonly string[],
  before: readonly string[],
): NonNullable<Place['branch']> {
  const coming = wanted.filter((id) => !before.includes(id));
  const found = new Map(resources.map((resource) => [resource.id, resource]));
  for (const id of coming) {
    const resource = found.get(id);
    if (!resource || resource.deleted) throw resourceUnknown();
    if (branch && resource.branchId !== branch.id && !resource.visibleInAllBranches) {
      throw new DomainError('invalid', 'resource/other-branch', 'This resource can only be booked in its own branch.', {
        resourceId: id,
      });
    }
  }
  if (!branch) throw branchUnknown();
  return branch;
}

export const resourceUnknown = (): DomainError =>
  new DomainError('not-found', 'resource/unknown', 'There is no such resource.');
