import { Module } from '@nestjs/common';
import { provide } from '../provide';
import { ChangeBranch } from './app/change-branch';
import { CreateBranch } from './app/create-branch';
import { BranchesController } from './edge/branches.controller';

@Module({
  controllers: [BranchesController],
  providers: [
    provide(CreateBranch, (ports) => new CreateBranch(ports)),
    provide(ChangeBranch, (ports) => new ChangeBranch(ports)),
  ],
})
export class BranchesModule {}
