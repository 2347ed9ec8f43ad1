import type { Clock, Ids, UnitOfWork } from '@kalends/kernel';
import type { SchedulingTx } from '../../scheduling-tx';
import type { Staff } from '../../staff';
import { type Branch, type BranchFacts, vetBranch } from '../domain/branch';
import { branchChanged } from './branch-changed';

export interface BranchPorts {
  readonly unitOfWork: UnitOfWork<SchedulingTx>;
  readonly clock: Clock;
  readonly ids: Ids;
}

export class CreateBranch {
  constructor(private readonly ports: BranchPorts) {}

  execute(by: Staff, id: string, facts: BranchFacts): Promise<Branch> {
    const branch = vetBranch({ ...facts, id, version: 1 });
    return this.ports.unitOfWork.run(by.tenantId, async (tx) => {
      await tx.branches.insert(branch);
      await tx.outbox.append(branchChanged(this.ports, by, null, branch));
      return branch;
    });
  }
}
