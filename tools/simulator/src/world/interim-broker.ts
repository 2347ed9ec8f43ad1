import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import {
  AccessTokenSchema,
  GetAccessTokenResponseSchema,
  GetCalendarResponseSchema,
  CalendarSchema,
  ReportRejectedTokenResponseSchema,
  type TokenBrokerService,
} from '@kalends/contracts';
import { DomainError } from '@kalends/kernel';
import type { Gate } from '@kalends/memory';
import type { RpcClient } from '@kalends/rpc';
import { accounts, client, type Google } from './google';

export function interimBroker(
  google: Google,
  accountOf: (resourceId: string) => number | null,
  gate: Gate,
  now: () => number,
): RpcClient<typeof TokenBrokerService> {
  let count = 0;
  const tokens = new Map<number, { token: string; expiresAt: number }>();
  const call = <T>(name: string, work: () => T): Promise<T> => gate.pass(`rpc.oauth-consent.${name}`, work);
  const issue = (index: number): { token: string; expiresAt: number } => {
    const { email } = accounts[index]!;
    const record = {
      token: `access-${(count += 1)}-${now()}-${index}`,
      account: email,
      clientId: client.id,
      scopes: ['https://www.googleapis.com/auth/calendar'],
      expiresAt: now() + 3_600_000,
    };
    google.emulator.run((context) => context.state.accessTokens.put('', record.token, record));
    return record;
  };
  const fresh = (index: number) => {
    let token = tokens.get(index);
    if (!token || token.expiresAt < now() + 120_000) tokens.set(index, (token = issue(index)));
    return token;
  };
  return {
    getAccessToken: (request) =>
      call('getAccessToken', () => {
        const index = accountOf(request.resourceId!);
        if (index === null)
          return create(GetAccessTokenResponseSchema, {
            result: { case: 'needsConsent', value: { reason: 'never-given' } },
          });
        const { token, expiresAt } = fresh(index);
        const value = create(AccessTokenSchema, {
          value: token,
          expiresAt: timestampFromDate(new Date(expiresAt)),
          scopes: [],
          grantId: `00000000-0000-7000-9000-00000000000${index}`,
        });
        return create(GetAccessTokenResponseSchema, { result: { case: 'token', value } });
      }),
    reportRejectedToken: (request) =>
      call('reportRejectedToken', () => {
        const index = accountOf(request.resourceId!);
        if (index !== null) tokens.delete(index);
        return create(ReportRejectedTokenResponseSchema, {});
      }),
    getCalendar: (request) =>
      call('getCalendar', () => {
        const record = google.emulator.state.calendars.get('', request.calendarId!);
        if (!record || record.deleted) throw new DomainError('not-found', 'calendar/not-found', 'none');
        const { id, summary, timeZone, primary } = record;
        return create(GetCalendarResponseSchema, {
          calendar: create(CalendarSchema, {
            id,
            summary,
            timeZone,
            primary,
            accessRole: 'owner',
            selectable: !primary,
          }),
        });
      }),
    createCalendar: () => Promise.reject(new DomainError('invalid', 'calendar/none', 'none')),
    close: () => {},
  };
}
