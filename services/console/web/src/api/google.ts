import { queryOptions } from '@tanstack/react-query';
import { bodyOf } from './client';
import * as sdk from './gen/sdk.gen';
import type * as gen from './gen/types.gen';

export type Consent = gen.GetConsentResponse;
export type GoogleCalendar = gen.ListCalendarsResponse[number];
export type LinkPreview = gen.PreviewLinkResponse;
export type DisconnectPreview = gen.PreviewDisconnectResponse;
/** A calendar that exists, or the name of one to be made. */
export type CalendarChoice = gen.CreateLinkData['body']['calendar'];
/** What happens to what is in Google when a link ends. */
export type OnGoogle = gen.DisconnectLinkData['body']['google'];
/** What a person types to show that a deletion is meant; the server refuses the deletion without it. */
export type Confirmation = LinkPreview['confirmation'];
/** A calendar that Kalends makes (two boxes at Google), or one that exists already (a third box). */
export type ConsentPlan = NonNullable<Consent['plan']>;
export type CalendarLink = gen.ListLinksResponse[number];
export type LinkState = CalendarLink['state'];

export const linksQuery = (branchId: string) =>
  queryOptions({
    queryKey: ['links', branchId],
    queryFn: () => bodyOf(sdk.listLinks({ query: { branch: branchId }, throwOnError: true })),
    // The lag that a badge shows ages between events.
    refetchInterval: 30_000,
  });

/** `attempt`: asked during this trip to Google, so that nothing of an earlier one is in the cache. */
export const consentQuery = (resourceId: string, attempt: string | null = null) =>
  queryOptions({
    queryKey: ['consent', resourceId, attempt],
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

export const cancelConsent = (resourceId: string) => sdk.cancelConsent({ path: { resourceId }, throwOnError: true });

export const previewLink = (resourceId: string, calendar: CalendarChoice): Promise<LinkPreview> =>
  bodyOf(sdk.previewLink({ path: { resourceId }, body: { calendar }, throwOnError: true }));

/** Links both ways; with `reset` the calendar is emptied first. */
export const createLink = (
  resourceId: string,
  calendar: CalendarChoice,
  reset: Confirmation | undefined,
): Promise<CalendarLink> =>
  bodyOf(sdk.createLink({ path: { resourceId }, body: { calendar, reset }, throwOnError: true }));

export const syncNow = (id: string) => sdk.syncLinkNow({ path: { id }, throwOnError: true });

/** Lets the deletions happen that were held back because there were unusually many. */
export const approveDeletions = (id: string) => sdk.approveDeletions({ path: { id }, throwOnError: true });

export const previewDisconnect = (id: string): Promise<DisconnectPreview> =>
  bodyOf(sdk.previewDisconnect({ path: { id }, throwOnError: true }));

/** Both ways of deleting need the confirmation, typed. */
export const disconnect = (id: string, google: OnGoogle, confirmation: Confirmation | undefined) =>
  sdk.disconnectLink({ path: { id }, body: { google, confirmation }, throwOnError: true });
