import type { Staff } from '../../staff';
import { requireVersion } from '../../require-version';
import { type Branch, type BranchFacts, branchUnknown, changeBranch } from '../domain/branch';
import { branchChanged } from './branch-changed';
import type { BranchPorts } from './create-branch';

export class ChangeBranch {
  constructor(private readonly ports: BranchPorts) {}

  execute(by: Staff, id: string, version: number, patch: Partial<BranchFacts>): Promise<Branch> {
    return this.ports.unitOfWork.run(by.tenantId, async (tx) => {
      const before = await tx.branches.lock(id);
      if (!before) throw branchUnknown();
      requireVersion(before, version);
      const after = changeBranch(before, patch);
      if (!after) return before;
      await tx.branches.update(after);
      await tx.outbox.append(branchChanged(this.ports, by, before, after));
      return after;
    });
  }
}
