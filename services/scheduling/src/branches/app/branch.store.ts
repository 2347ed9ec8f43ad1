import type { Branch } from '../domain/branch';

export interface BranchStore {
  /** All of the tenant, by name. */
  list(): Promise<readonly Branch[]>;
  find(id: string): Promise<Branch | null>;
  /** The branch, locked until the transaction ends. */
  lock(id: string): Promise<Branch | null>;
  /** Also makes the tenant when this is its first branch. @throws DomainError `branch/exists` */
  insert(branch: Branch): Promise<void>;
  update(branch: Branch): Promise<void>;
}
