import { CurrentUser, LeastRole, type User } from '@kalends/access';
import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { branchesOf, requireRole, staffOf } from '../../http/access';
import { IfMatch, setEtag } from '../../http/conditional';
import { Documented } from '../../http/documented';
import { idParam } from '../../http/fields';
import { SchedulingPorts } from '../../scheduling-ports';
import { ChangeResource } from '../app/change-resource';
import { CreateResource } from '../app/create-resource';
import { DeleteResource } from '../app/delete-resource';
import { resourceUnknown } from '../domain/place';
import type { Resource } from '../domain/resource';
import { ResourceListReadModel } from '../infra/resource-list.read-model';
import { newResource, resource, type ResourceJson, resourcePatch, resourceQuery } from './resource.schema';

@ApiTags('resources')
@Controller('resources')
export class ResourcesController {
  constructor(
    private readonly ports: SchedulingPorts,
    private readonly readModel: ResourceListReadModel,
    private readonly creating: CreateResource,
    private readonly changing: ChangeResource,
    private readonly deleting: DeleteResource,
  ) {}

  @Get()
  @Documented({ summary: 'Resources by designation', answer: z.array(resource) })
  async listResources(
    @CurrentUser() user: User,
    @Query({ schema: resourceQuery }) { branch, q, showInvisible }: z.output<typeof resourceQuery>,
  ): Promise<readonly ResourceJson[]> {
    const branches = branchesOf(user, 'employee');
    const filter = { branch, text: q, invisibleToo: showInvisible === 'true', branches };
    return (await this.readModel.list(user.tenantId, filter)).map(jsonOf);
  }

  @Get(':id')
  @Documented({ summary: 'The resource as it is', answer: resource, errors: [404] })
  async getResource(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ResourceJson> {
    const found = await this.find(user, id);
    if (!found.visibleInAllBranches) requireRole(user, 'employee', found.branchId);
    return told(found, response);
  }

  @Post()
  @LeastRole('manager')
  @Documented({ summary: 'Makes a resource', status: 201, answer: resource, errors: [404, 409, 422] })
  async createResource(
    @CurrentUser() user: User,
    @Body({ schema: newResource }) { id, ...facts }: z.output<typeof newResource>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ResourceJson> {
    requireRole(user, 'manager', facts.branchId);
    return told(await this.creating.execute(staffOf(user), id ?? this.ports.ids.next(), facts), response);
  }

  @Patch(':id')
  @LeastRole('manager')
  @Documented({ summary: 'Changes the fields that are given', answer: resource, conditional: true, errors: [409] })
  async changeResource(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @IfMatch() version: number,
    @Body({ schema: resourcePatch }) patch: z.output<typeof resourcePatch>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ResourceJson> {
    requireRole(user, 'manager', (await this.find(user, id)).branchId);
    if (patch.branchId) requireRole(user, 'manager', patch.branchId);
    return told(await this.changing.execute(staffOf(user), id, version, patch), response);
  }

  @Delete(':id')
  @LeastRole('manager')
  @Documented({
    summary: 'Deletes a resource that nothing is booked on',
    status: 204,
    conditional: true,
    errors: [409],
  })
  async deleteResource(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @IfMatch() version: number,
  ): Promise<void> {
    requireRole(user, 'manager', (await this.find(user, id)).branchId);
    await this.deleting.execute(staffOf(user), id, version);
  }

  private async find(user: User, id: string): Promise<Resource> {
    const found = await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.resources.find(id));
    if (!found || found.deleted) throw resourceUnknown();
    return found;
  }
}

function told(found: Resource, response: Response): ResourceJson {
  setEtag(response, found.version);
  return jsonOf(found);
}

const jsonOf = ({ deleted: _, ...json }: Resource): ResourceJson => json;
