import { CurrentUser, type User } from '@kalends/access';
import { ManageableResources } from '@kalends/resources';
import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AccountCalendars } from '../app/account-calendars';
import type { OfferedCalendar } from '../domain/calendar';
import { calendarAnswer, createCalendarBody, type CreateCalendarBody } from './calendars.dto';

/** The calendars of the account that a resource is connected with. */
@ApiTags('calendars')
@Controller('resources/:resourceId/calendars')
export class CalendarsController {
  constructor(
    private readonly resources: ManageableResources,
    private readonly calendars: AccountCalendars,
  ) {}

  /** Read from Google now. Empty when the box for the list was left empty: then only a new one can be made. */
  @Get()
  @ApiOkResponse({ standardSchema: calendarAnswer, isArray: true })
  async listCalendars(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
  ): Promise<OfferedCalendar[]> {
    const resource = await this.resources.getSyncable(user, resourceId);
    return this.calendars.list({ tenantId: user.tenantId, resourceId: resource.id });
  }

  /** A new secondary calendar in the account. */
  @Post()
  @ApiCreatedResponse({ standardSchema: calendarAnswer })
  async createCalendar(
    @CurrentUser() user: User,
    @Param('resourceId', ParseUUIDPipe) resourceId: string,
    @Body({ schema: createCalendarBody }) body: CreateCalendarBody,
  ): Promise<OfferedCalendar> {
    const resource = await this.resources.getSyncable(user, resourceId);
    return this.calendars.create({ tenantId: user.tenantId, resourceId: resource.id }, body);
  }
}
