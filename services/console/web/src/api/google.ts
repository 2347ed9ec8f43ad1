import { queryOptions } from '@tanstack/react-query';
import { bodyOf, request } from './client';
import * as sdk from './gen/sdk.gen';
import type { GetConsentResponse, ListCalendarsResponse } from './gen/types.gen';

export type Consent = GetConsentResponse;
export type GoogleCalendar = ListCalendarsResponse[number];
/** A calendar that Kalends makes (two boxes at Google), or one that exists already (a third box). */
export type ConsentPlan = 'create' | 'existing';

export type LinkMode = 'two-way' | 'export';
export type LinkState = 'linking' | 'initial-sync' | 'live' | 'degraded' | 'broken' | 'disconnecting' | 'gone';

export interface CalendarLink {
  readonly id: string;
  readonly resourceId: string;
  readonly calendarId: string;
  readonly calendarSummary: string;
  readonly mode: LinkMode;
  readonly state: LinkState;
  /** Why it is degraded or broken. */
  readonly reason: string | null;
  readonly exported: number;
  /** Null until the appointments to export have been counted. */
  readonly toExport: number | null;
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
  /** Of a calendar that Kalends created; null when Google can not be asked. */
  readonly eventsInCalendar: number | null;
  /** Events that Kalends wrote and that still are in the calendar. */
  readonly exportedEvents: number;
  /** Appointments that came from Google; they stay in Kalends. */
  readonly importedAppointments: number;
  readonly calendarCreatedByKalends: boolean;
  readonly confirmation: Confirmation;
}

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
    queryFn: () => bodyOf(sdk.getConsent({ path: { resourceId }, throwOnError: true })),
  });

/** Read from Google now. */
export const calendarsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: ['calendars', resourceId],
    queryFn: () => bodyOf(sdk.listCalendars({ path: { resourceId }, throwOnError: true })),
  });

/** Where the person answers, within ten minutes. `shareAccount`: another resource uses the same account, and that is meant. */
export const startConsent = (resourceId: string, plan: ConsentPlan, shareAccount: boolean) =>
  bodyOf(sdk.startConsent({ path: { resourceId }, body: { plan, shareAccount }, throwOnError: true }));

export const cancelConsent = async (resourceId: string): Promise<void> => {
  await sdk.cancelConsent({ path: { resourceId }, throwOnError: true });
};

export const previewLink = (resourceId: string, calendar: CalendarChoice, mode: LinkMode): Promise<LinkPreview> =>
  request('POST', `${syncRoot}/resources/${resourceId}/link-preview`, { calendar, mode });

export const createLink = (
  resourceId: string,
  body: { calendar: CalendarChoice; mode: LinkMode; reset?: Confirmation },
): Promise<CalendarLink> => request('POST', `${syncRoot}/resources/${resourceId}/link`, body);

export const syncNow = (linkId: string): Promise<void> => request('POST', `${syncRoot}/links/${linkId}/sync-now`, {});

/** Lets the deletions happen that were held back because there were unusually many. */
export const approveDeletions = (linkId: string): Promise<void> =>
  request('POST', `${syncRoot}/links/${linkId}/approve-deletions`, {});

export const previewDisconnect = (linkId: string): Promise<DisconnectPreview> =>
  request('POST', `${syncRoot}/links/${linkId}/disconnect-preview`, {});

export const disconnect = (linkId: string, google: OnGoogle, confirmation?: Confirmation): Promise<void> =>
  request('DELETE', `${syncRoot}/links/${linkId}`, { google, confirmation });
