import { CurrentUser, LeastRole, type User } from '@kalends/access';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { requireRole } from '../../http/access';
import { Documented } from '../../http/documented';
import { SchedulingPorts } from '../../scheduling-ports';
import type { AppointmentTemplate } from '../app/template.store';
import { newTemplate, template } from './template.schema';

@ApiTags('templates')
@Controller('templates')
export class TemplatesController {
  constructor(private readonly ports: SchedulingPorts) {}

  @Get()
  @Documented({ summary: 'Appointment templates by designation', answer: z.array(template) })
  listTemplates(@CurrentUser() { tenantId }: User): Promise<readonly AppointmentTemplate[]> {
    return this.ports.unitOfWork.run(tenantId, (tx) => tx.templates.list());
  }

  @Post()
  @LeastRole('manager')
  @Documented({ summary: 'Makes an appointment template', status: 201, answer: template, errors: [404, 409, 422] })
  async createTemplate(
    @CurrentUser() user: User,
    @Body({ schema: newTemplate }) { id = this.ports.ids.next(), ...given }: z.output<typeof newTemplate>,
  ): Promise<AppointmentTemplate> {
    requireRole(user, 'manager');
    await this.ports.unitOfWork.run(user.tenantId, (tx) => tx.templates.insert({ id, ...given }));
    return { id, ...given };
  }
}
