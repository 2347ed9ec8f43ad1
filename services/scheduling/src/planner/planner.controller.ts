import { CurrentUser, type User } from '@kalends/access';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { branchUnknown } from '../branches/domain/branch';
import { requireRole } from '../http/access';
import { Documented } from '../http/documented';
import { idParam } from '../http/fields';
import { DayReadModel } from './day.read-model';
import { day, type DayJson, dayQuery } from './day.schema';

@ApiTags('planner')
@Controller('branches')
export class PlannerController {
  constructor(private readonly readModel: DayReadModel) {}

  @Get(':id/day')
  @Documented({ summary: 'A day of the branch: its resources and what is booked on them', answer: day, errors: [404] })
  async getDay(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
    @Query({ schema: dayQuery }) { date }: z.output<typeof dayQuery>,
  ): Promise<DayJson> {
    const found = await this.readModel.of(user.tenantId, id, date);
    if (!found) throw branchUnknown();
    requireRole(user, 'employee', id);
    return found;
  }
}
