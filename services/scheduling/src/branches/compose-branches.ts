import { ChangeBranch } from './app/change-branch';
import { type BranchPorts, CreateBranch } from './app/create-branch';

export type Branches = ReturnType<typeof composeBranches>;

/** What is done with branches, put together the same way in the service, in a test and in a simulation. */
export const composeBranches = (ports: BranchPorts) => ({
  create: new CreateBranch(ports),
  change: new ChangeBranch(ports),
});
