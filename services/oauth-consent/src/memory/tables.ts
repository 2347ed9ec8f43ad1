import { table } from '@kalends/memory';
import type { Consent } from '../consent/domain/consent';
import type { ConsentRequest } from '../consent/domain/consent-request';
import type { Revocation } from '../grant/app/revocations';
import type { Grant } from '../grant/domain/grant';

export type Owned<T> = T & { readonly tenantId: string };

export interface AccountUseRow {
  readonly tenantId: string;
  readonly accountHash: string;
}

export interface CreatedCalendarRow extends AccountUseRow {
  readonly calendarId: string;
}

const tenant = (row: { readonly tenantId: string }): string => row.tenantId;

export const keyOf = (tenantId: string, ...parts: readonly string[]): string => `${tenantId}/${parts.join('/')}`;

export const grants = table<Owned<Grant>>({
  name: 'google_grant',
  tenant,
  key: ({ tenantId, id }) => keyOf(tenantId, id),
  unique: { google_grant_account: ({ tenantId, accountHash }) => keyOf(tenantId, accountHash) },
});

export const consents = table<Owned<Consent>>({
  name: 'consent',
  tenant,
  key: ({ tenantId, resourceId }) => keyOf(tenantId, resourceId),
});

export const requests = table<Owned<ConsentRequest>>({
  name: 'consent_request',
  tenant,
  key: ({ tenantId, id }) => keyOf(tenantId, id),
  unique: { consent_request_state: ({ tenantId, stateHash }) => keyOf(tenantId, stateHash) },
});

/** Which tenants hold a grant of an account: the one question that is asked across tenants. */
export const accountUse = table<AccountUseRow>({
  name: 'account_use',
  isQueue: true,
  tenant,
  key: ({ tenantId, accountHash }) => keyOf(tenantId, accountHash),
});

export const revocations = table<Revocation & { readonly dueAt: Date }>({
  name: 'revocation',
  isQueue: true,
  tenant,
  key: ({ tenantId, id }) => keyOf(tenantId, id),
});

export const createdCalendars = table<CreatedCalendarRow>({
  name: 'created_calendar',
  tenant,
  key: ({ tenantId, accountHash, calendarId }) => keyOf(tenantId, accountHash, calendarId),
});
