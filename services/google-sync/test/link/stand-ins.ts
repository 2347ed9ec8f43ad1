import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Callers } from '@kalends/access';
import {
  ApplyCommandResponseSchema,
  AppointmentStatus,
  CreateCalendarResponseSchema,
  GetAccessTokenResponseSchema,
  GetCalendarResponseSchema,
  GetResourceResponseSchema,
  ReportRejectedTokenResponseSchema,
  SchedulingService,
  StreamResourceAppointmentsResponseSchema,
  TokenBrokerService,
  type ApplyCommandRequest,
  type CreateCalendarRequest,
  type GetAccessTokenRequest,
  type GetCalendarRequest,
  type GetResourceRequest,
  type StreamResourceAppointmentsRequest,
} from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import { defineService, hostSettings } from '@kalends/service-host';
import { Controller, Module } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { from, type Observable } from 'rxjs';
import { z } from 'zod';

export interface KnownResource {
  readonly tenantId: string;
  readonly branchId: string;
  readonly employeeId?: string;
  readonly googleSyncEnabled?: boolean;
  /** Google account behind its consent; null: none. */
  readonly account: string | null;
  readonly grantId: string;
  /** Starts of its appointments of one hour. */
  readonly appointments: readonly { readonly id: string; readonly start: Date }[];
}

/** What the other services know, shared by their stand-ins. */
export const known = {
  resources: new Map<string, KnownResource>(),
  /** An access token for an account. */
  tokenFor: (_account: string): Promise<string> => Promise.reject(new Error('No Google yet.')),
  google: '',
};

@Controller()
@Callers('google-sync')
class SchedulingGrpc {
  @GrpcMethod('SchedulingService', 'GetResource')
  getResource({ tenantId, resourceId }: GetResourceRequest): unknown {
    const { branchId, employeeId = '', googleSyncEnabled = true } = resourceOf(tenantId, resourceId);
    const branch = { id: branchId, tenantId, googleSyncEnabled, timeZone: 'Europe/Berlin' };
    return create(GetResourceResponseSchema, { resource: { id: resourceId, tenantId, branchId, employeeId }, branch });
  }

  /** Takes every event of Google's for an appointment as it is. */
  @GrpcMethod('SchedulingService', 'ApplyCommand')
  applyCommand({ tenantId, command }: ApplyCommandRequest): unknown {
    if (command.case !== 'create') throw new DomainError('invalid', 'stand-in/unknown-command', 'Only create.');
    const { appointmentId: id, resourceIds, content } = command.value;
    const applied = { tenantId, id, resourceIds, content, version: 1, status: AppointmentStatus.CONFIRMED };
    return create(ApplyCommandResponseSchema, { result: { case: 'applied', value: applied } });
  }

  @GrpcMethod('SchedulingService', 'StreamResourceAppointments')
  stream({ tenantId, resourceId }: StreamResourceAppointmentsRequest): Observable<unknown> {
    const time = (at: Date) => ({
      value: { case: 'instant' as const, value: { at: timestampFromDate(at), zone: 'Europe/Berlin' } },
    });
    return from(
      resourceOf(tenantId, resourceId).appointments.map(({ id, start }) =>
        create(StreamResourceAppointmentsResponseSchema, {
          appointment: {
            ...{ tenantId, id, version: 1, resourceIds: [resourceId], status: AppointmentStatus.CONFIRMED },
            content: {
              title: `At ${start.getUTCHours()}`,
              start: time(start),
              end: time(new Date(start.getTime() + 3_600_000)),
            },
          },
        }),
      ),
    );
  }
}

/** As the real broker, except that it refuses nothing itself: what is refused here is refused by google-sync. */
@Controller()
@Callers('google-sync')
class BrokerGrpc {
  @GrpcMethod('TokenBrokerService', 'GetAccessToken')
  async getAccessToken({ tenantId, resourceId }: GetAccessTokenRequest): Promise<unknown> {
    const { account, grantId } = resourceOf(tenantId, resourceId);
    if (!account) {
      return create(GetAccessTokenResponseSchema, { result: { case: 'needsConsent', value: { reason: 'revoked' } } });
    }
    const token = {
      value: await known.tokenFor(account),
      expiresAt: timestampFromDate(new Date(Date.now() + 3_600_000)),
    };
    return create(GetAccessTokenResponseSchema, { result: { case: 'token', value: { ...token, grantId } } });
  }

  @GrpcMethod('TokenBrokerService', 'ReportRejectedToken')
  reportRejectedToken(): unknown {
    return create(ReportRejectedTokenResponseSchema, {});
  }

  @GrpcMethod('TokenBrokerService', 'GetCalendar')
  async getCalendar({ tenantId, resourceId, calendarId }: GetCalendarRequest): Promise<unknown> {
    const entry = await this.google(
      tenantId,
      resourceId,
      'GET',
      `users/me/calendarList/${encodeURIComponent(calendarId)}`,
    );
    const primary = entry.primary === true;
    const calendar = { ...calendarOf(entry), primary, selectable: !primary, reason: primary ? 'primary' : '' };
    return create(GetCalendarResponseSchema, { calendar });
  }

  @GrpcMethod('TokenBrokerService', 'CreateCalendar')
  async createCalendar({ tenantId, resourceId, summary, timeZone }: CreateCalendarRequest): Promise<unknown> {
    const entry = await this.google(tenantId, resourceId, 'POST', 'calendars', { summary, timeZone });
    const calendar = { ...calendarOf(entry), selectable: true, createdByKalends: true };
    return create(CreateCalendarResponseSchema, { calendar });
  }

  private async google(tenant: string, resource: string, method: string, path: string, body?: object) {
    const { account } = resourceOf(tenant, resource);
    const response = await fetch(`${known.google}/calendar/v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${await known.tokenFor(account ?? '')}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (response.status === 404) throw new DomainError('not-found', 'calendar/not-found', 'None.');
    return (await response.json()) as Record<string, unknown>;
  }
}

const calendarOf = (entry: Record<string, unknown>) => ({
  id: String(entry.id),
  summary: String(entry.summary),
  timeZone: String(entry.timeZone),
});

function resourceOf(tenantId: string, resourceId: string): KnownResource {
  const found = known.resources.get(resourceId);
  if (found?.tenantId === tenantId) return found;
  throw new DomainError('not-found', 'resource/not-found', 'None.');
}

@Module({})
class StandIn {}

const standIn = (
  name: string,
  service: typeof SchedulingService | typeof TokenBrokerService,
  controller: new () => object,
) =>
  defineService({
    name,
    config: z.object({ ...hostSettings }),
    roles: ['http'],
    grpc: [service],
    module: () => ({ module: StandIn, controllers: [controller] }),
  });

export const schedulingStandIn = standIn('scheduling', SchedulingService, SchedulingGrpc);
export const brokerStandIn = standIn('oauth-consent', TokenBrokerService, BrokerGrpc);
