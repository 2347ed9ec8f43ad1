import type { Place } from '../domain/place';
import type { Resource } from '../domain/resource';

export interface ResourceStore {
  /**
   * Locks the resources until the transaction ends, everybody in the same order (of ids), and reads what booking needs.
   * @param branchId of the appointment; null for the branch of the first resource
   */
  lockFor(resourceIds: readonly string[], branchId: string | null): Promise<Place>;
  /** The resource, deleted or not, locked until the transaction ends. */
  lock(id: string): Promise<Resource | null>;
  find(id: string): Promise<Resource | null>;
  /** @throws DomainError `resource/exists`, `branch/unknown`, `employee/unknown` */
  insert(resource: Resource): Promise<void>;
  /** @throws DomainError `branch/unknown`, `employee/unknown` */
  update(resource: Resource): Promise<void>;
  /** What is booked on it from `now` on. Call under its lock. */
  bookedFrom(id: string, now: Date): Promise<{ readonly appointments: number; readonly highestLane: number }>;
}
