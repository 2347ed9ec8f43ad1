import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Callers } from '@kalends/access';
import {
  CreateCalendarResponseSchema,
  GetAccessTokenResponseSchema,
  GetCalendarResponseSchema,
  ReportRejectedTokenResponseSchema,
  type CalendarSchema,
  type CreateCalendarRequest,
  type CreateCalendarResponse,
  type GetAccessTokenRequest,
  type GetAccessTokenResponse,
  type GetCalendarRequest,
  type GetCalendarResponse,
  type ReportRejectedTokenRequest,
  type ReportRejectedTokenResponse,
} from '@kalends/contracts';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { AccountCalendars } from '../../calendars/app/account-calendars';
import type { OfferedCalendar } from '../../calendars/domain/calendar';
import { AccessTokens } from '../app/access-tokens';

const toMessage = (calendar: OfferedCalendar): MessageInitShape<typeof CalendarSchema> => ({
  ...calendar,
  reason: calendar.reason ?? '',
});

/** Only google-sync may ask. */
@Controller()
@Callers('google-sync')
export class TokenBrokerController {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly calendars: AccountCalendars,
  ) {}

  @GrpcMethod('TokenBrokerService', 'GetAccessToken')
  async getAccessToken({ tenantId, resourceId }: GetAccessTokenRequest): Promise<GetAccessTokenResponse> {
    const answer = await this.tokens.get(tenantId, resourceId);
    if (answer.is === 'needs-consent') {
      const { reason } = answer;
      return create(GetAccessTokenResponseSchema, { result: { case: 'needsConsent', value: { reason } } });
    }
    const { value, expiresAt, scopes, grantId } = answer.token;
    const token = { value, expiresAt: timestampFromDate(expiresAt), scopes: [...scopes], grantId };
    return create(GetAccessTokenResponseSchema, { result: { case: 'token', value: token } });
  }

  @GrpcMethod('TokenBrokerService', 'ReportRejectedToken')
  async reportRejectedToken(request: ReportRejectedTokenRequest): Promise<ReportRejectedTokenResponse> {
    await this.tokens.reject(request.tenantId, request.resourceId, request.tokenSha256);
    return create(ReportRejectedTokenResponseSchema, {});
  }

  @GrpcMethod('TokenBrokerService', 'GetCalendar')
  async getCalendar({ tenantId, resourceId, calendarId }: GetCalendarRequest): Promise<GetCalendarResponse> {
    const calendar = await this.calendars.get({ tenantId, resourceId }, calendarId);
    return create(GetCalendarResponseSchema, { calendar: toMessage(calendar) });
  }

  @GrpcMethod('TokenBrokerService', 'CreateCalendar')
  async createCalendar(request: CreateCalendarRequest): Promise<CreateCalendarResponse> {
    const { tenantId, resourceId, summary, timeZone } = request;
    const calendar = await this.calendars.create({ tenantId, resourceId }, { summary, timeZone });
    return create(CreateCalendarResponseSchema, { calendar: toMessage(calendar) });
  }
}
