import { type DynamicModule, Module } from '@nestjs/common';
import { ChangeBranch } from './app/change-branch';
import { CreateBranch } from './app/create-branch';
import type { Branches } from './compose-branches';
import { BranchesController } from './edge/branches.controller';

@Module({})
export class BranchesModule {
  static over(branches: Branches): DynamicModule {
    return {
      module: BranchesModule,
      controllers: [BranchesController],
      providers: [
        { provide: CreateBranch, useValue: branches.create },
        { provide: ChangeBranch, useValue: branches.change },
      ],
    };
  }
}
