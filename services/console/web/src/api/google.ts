import { queryOptions } from '@tanstack/react-query';
import { request } from './http';

export type ConsentState = 'none' | 'pending' | 'granted' | 'needs-consent' | 'denied' | 'expired' | 'withdrawn';

export interface Consent {
  readonly state: ConsentState;
  readonly account?: string;
  readonly grantedScopes: readonly string[];
  readonly missingScopes: readonly string[];
}

export interface GoogleCalendar {
  readonly id: string;
  readonly summary: string;
  readonly timeZone: string;
  readonly primary: boolean;
  readonly selectable: boolean;
  /** Why it can't be chosen: `primary`, `read-only`, `linked`. */
  readonly reason?: string;
}

export type LinkMode = 'two-way' | 'export';
export type LinkState = 'linking' | 'initial-sync' | 'live' | 'degraded' | 'broken' | 'disconnecting' | 'gone';

export interface CalendarLink {
  readonly id: string;
  readonly resourceId: string;
  readonly calendarId: string;
  readonly calendarSummary: string;
  readonly mode: LinkMode;
  readonly state: LinkState;
  readonly reason: string;
  readonly exported: number;
  readonly toExport: number;
  readonly lastSuccessAt: string | null;
  readonly lagSeconds: number | null;
  readonly pending: number;
}

export type CalendarChoice = { readonly id: string } | { readonly create: { readonly summary: string } };

/** What a person types to show that a deletion is meant; the server refuses the deletion without it. */
export interface Confirmation {
  readonly token: string;
  readonly phrase: string;
}

export interface LinkPreview {
  readonly toExport: number;
  readonly mails: number;
  readonly eventsInCalendar: number;
  readonly confirmation: Confirmation;
}

export type OnGoogle = 'leave' | 'delete-events' | 'delete-calendar';

export interface DisconnectPreview {
  /** Events that Kalends wrote and that still are in the calendar. */
  readonly exportedEvents: number;
  /** Appointments that came from Google; they stay in Kalends. */
  readonly importedAppointments: number;
  readonly calendarCreatedByKalends: boolean;
  readonly confirmation: Confirmation;
}

const consentRoot = (resourceId: string): string => `/api/oauth-consent/resources/${resourceId}`;
const syncRoot = '/api/google-sync';

export const linksQuery = (branchId: string) =>
  queryOptions({
    queryKey: ['links', branchId],
    queryFn: () => request<CalendarLink[]>('GET', `${syncRoot}/links?branch=${branchId}`),
    // The lag that a badge shows ages between events.
    refetchInterval: 30_000,
  });

export const consentQuery = (resourceId: string) =>
  queryOptions({
    queryKey: ['consent', resourceId],
    queryFn: () => request<Consent>('GET', `${consentRoot(resourceId)}/consent`),
  });

export const calendarsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: ['calendars', resourceId],
    queryFn: () => request<GoogleCalendar[]>('GET', `${consentRoot(resourceId)}/calendars`),
  });

export const startConsent = (resourceId: string): Promise<{ authorizationUrl: string; consentId: string }> =>
  request('POST', `${consentRoot(resourceId)}/consent`, { body: {} });

export const cancelConsent = (resourceId: string): Promise<void> =>
  request('POST', `${consentRoot(resourceId)}/consent/cancel`, { body: {} });

export const withdrawConsent = (resourceId: string): Promise<void> =>
  request('DELETE', `${consentRoot(resourceId)}/consent`);

export const previewLink = (resourceId: string, calendar: CalendarChoice, mode: LinkMode): Promise<LinkPreview> =>
  request('POST', `${syncRoot}/resources/${resourceId}/link-preview`, { body: { calendar, mode } });

export const createLink = (
  resourceId: string,
  body: { calendar: CalendarChoice; mode: LinkMode; reset?: Confirmation },
): Promise<CalendarLink> => request('POST', `${syncRoot}/resources/${resourceId}/link`, { body });

export const syncNow = (linkId: string): Promise<void> =>
  request('POST', `${syncRoot}/links/${linkId}/sync-now`, { body: {} });

export const previewDisconnect = (linkId: string): Promise<DisconnectPreview> =>
  request('POST', `${syncRoot}/links/${linkId}/disconnect-preview`, { body: {} });

export const disconnect = (linkId: string, google: OnGoogle, confirmation?: Confirmation): Promise<void> =>
  request('DELETE', `${syncRoot}/links/${linkId}`, { body: { google, confirmation } });
