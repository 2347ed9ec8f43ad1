import { DomainError } from '@kalends/kernel';
import { isDeepStrictEqual } from 'node:util';
import type { Resource, ResourceFacts } from './resource';

/** What is booked on the resource from now on. */
export interface Booked {
  readonly appointments: number;
  readonly highestLane: number;
}

/** The resource after a change; null when nothing changes. @throws DomainError `resource/capacity-in-use` */
export function changeResource(resource: Resource, patch: Partial<ResourceFacts>, booked: Booked): Resource | null {
  const after = { ...resource, ...patch };
  if (isDeepStrictEqual(after, resource)) return null;
  if (after.capacity < booked.highestLane) {
    throw new DomainError(
      'conflict',
      'resource/capacity-in-use',
      `Up to ${booked.highestLane} appointments at a time are booked already; move them before you lower the capacity.`,
    );
  }
  return { ...after, version: resource.version + 1 };
}

/** The resource as deleted: kept for the history, bookable no more. @throws DomainError `resource/has-appointments` */
export function deleteResource(resource: Resource, booked: Booked): Resource {
  if (booked.appointments > 0) {
    throw new DomainError(
      'conflict',
      'resource/has-appointments',
      `${booked.appointments} future appointments use this resource; move or cancel them first.`,
      { appointments: booked.appointments },
    );
  }
  return { ...resource, deleted: true, version: resource.version + 1 };
}

/** Names of the contract's fields in which `after` differs. */
export function changedResourceFields(before: Resource | null, after: Resource): readonly string[] {
  return Object.keys(after)
    .filter((key) => key !== 'id' && key !== 'version')
    .filter((key) => !isDeepStrictEqual(before?.[key as keyof Resource], after[key as keyof Resource]))
    .map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
