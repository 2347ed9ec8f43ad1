import type { MemorySession } from '@kalends/memory';
import { onConstraint } from '@kalends/persistence';
import type { BranchStore } from '../branches/app/branch.store';
import type { Branch } from '../branches/domain/branch';
import { branchConstraints } from '../branches/infra/pg-branch.store';
import { byName } from './listed';
import { branchTable, keyIn, ownedBy, tenantTable } from './tables';

export class MemoryBranchStore implements BranchStore {
  constructor(private readonly session: MemorySession) {}

  list(): Promise<readonly Branch[]> {
    return this.session.query('branches.list', (view) => byName(view.all(branchTable), ({ name }) => name));
  }

  find(id: string): Promise<Branch | null> {
    const key = keyIn(this.session, id);
    return this.session.query('branches.find', (view) => view.get(branchTable, key)?.value ?? null);
  }

  lock(id: string): Promise<Branch | null> {
    const key = keyIn(this.session, id);
    return this.session.query('branches.lock', (view) => view.lock(branchTable, key)?.value ?? null);
  }

  async insert(value: Branch): Promise<void> {
    const owner = ownedBy(this.session);
    await this.session.query('branches.tenant', (view) => {
      if (view.get(tenantTable, owner.tenantId) === undefined) view.insert(tenantTable, owner);
    });
    await onConstraint(
      this.session.query('branches.insert', (view) => view.insert(branchTable, { ...owner, value })),
      branchConstraints,
    );
  }

  async update(value: Branch): Promise<void> {
    const key = keyIn(this.session, value.id);
    await this.session.query('branches.update', (view) => view.update(branchTable, key, (row) => ({ ...row, value })));
  }
}
