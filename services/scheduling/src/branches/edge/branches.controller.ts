import { CurrentUser, LeastRole, type User } from '@kalends/access';
import { Body, Controller, Get, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { branchesOf, requireRole, staffOf } from '../../http/access';
import { IfMatch, setEtag } from '../../http/conditional';
import { Documented } from '../../http/documented';
import { idParam } from '../../http/fields';
import { SchedulingPorts } from '../../scheduling-ports';
import { ChangeBranch } from '../app/change-branch';
import { CreateBranch } from '../app/create-branch';
import { type Branch, branchUnknown } from '../domain/branch';
import { branch, type BranchJson, branchPatch, newBranch } from './branch.schema';

@ApiTags('branches')
@Controller('branches')
export class BranchesController {
  constructor(
    private readonly ports: SchedulingPorts,
    private readonly creating: CreateBranch,
    private readonly changing: ChangeBranch,
  ) {}

  @Get()
  @Documented({ summary: 'The branches that you work in, by name', answer: z.array(branch) })
  async listBranches(@CurrentUser() user: User): Promise<readonly BranchJson[]> {
    const own = branchesOf(user, 'employee');
    const all = await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.branches.list());
    return all.filter(({ id }) => own === 'all' || own.includes(id));
  }

  @Get(':id')
  @Documented({ summary: 'The branch as it is', answer: branch, errors: [404] })
  async getBranch(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BranchJson> {
    const found = await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.branches.find(id));
    if (!found) throw branchUnknown();
    requireRole(user, 'employee', id);
    return told(found, response);
  }

  @Post()
  @LeastRole('owner')
  @Documented({
    summary: 'Makes a branch; the first one makes the tenant',
    status: 201,
    answer: branch,
    errors: [409, 422],
  })
  async createBranch(
    @CurrentUser() user: User,
    @Body({ schema: newBranch }) { id, ...facts }: z.output<typeof newBranch>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BranchJson> {
    requireRole(user, 'owner');
    return told(await this.creating.execute(staffOf(user), id ?? this.ports.ids.next(), facts), response);
  }

  @Patch(':id')
  @LeastRole('manager')
  @Documented({ summary: 'Changes the settings that are given', answer: branch, conditional: true })
  async changeBranch(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @IfMatch() version: number,
    @Body({ schema: branchPatch }) patch: z.output<typeof branchPatch>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BranchJson> {
    const found = await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.branches.find(id));
    if (!found) throw branchUnknown();
    requireRole(user, 'manager', id);
    return told(await this.changing.execute(staffOf(user), id, version, patch), response);
  }
}

function told(found: Branch, response: Response): BranchJson {
  setEtag(response, found.version);
  return found;
}
