import { CurrentUser, type User } from '@kalends/access';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { appointmentNotFound } from '../../appointments/domain/decide';
import { requireRole } from '../../http/access';
import { Documented } from '../../http/documented';
import { idParam } from '../../http/fields';
import { TimelineReadModel } from '../infra/timeline.read-model';
import { timeline } from './timeline.schema';

@ApiTags('appointments')
@Controller('appointments')
export class TimelineController {
  constructor(private readonly readModel: TimelineReadModel) {}

  @Get(':id/timeline')
  @Documented({ summary: 'Who changed what, when and from where; the latest first', answer: timeline, errors: [404] })
  async getTimeline(
    @CurrentUser() user: User,
    @Param({ schema: idParam }) { id }: z.output<typeof idParam>,
  ): Promise<z.infer<typeof timeline>> {
    const found = await this.readModel.of(user.tenantId, id);
    if (!found) throw appointmentNotFound();
    requireRole(user, 'employee', found.branchId);
    return { appointmentId: id, entries: [...found.entries] as z.infer<typeof timeline>['entries'] };
  }
}
