import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import {
  calendarsQuery,
  cancelConsent,
  consentQuery,
  createLink,
  linksQuery,
  previewLink,
  startConsent,
  type CalendarLink,
  type Consent,
  type ConsentPlan,
  type GoogleCalendar,
} from '../api/google';
import { asProblem } from '../api/problem';
import type { Resource } from '../api/scheduling';
import { useGoogleWindow } from './use-google-window';
import { calendarChoice, firstStep, nextStep, type Choice } from './wizard';

const consentPollMs = 1000;
const linkPollMs = 700;

/** Drives the wizard of one resource: asks the services and feeds their answers to `nextStep`. */
export function useConnect(resource: Resource, branchId: string, isLinked: boolean) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [wizard, dispatch] = useReducer(nextStep, firstStep);
  const { step } = wizard;
  const failed = (error: unknown): void => dispatch({ type: 'failed', problem: asProblem(error) });

  // Before the service knows of this trip it would tell of the one before.
  const attempt = wizard.step === 'consenting' ? wizard.attempt : null;
  const isAtGoogle = attempt !== null;
  const consent = useQuery({
    ...consentQuery(resource.id, attempt),
    enabled: step === 'explain' || isAtGoogle,
    refetchInterval: isAtGoogle ? consentPollMs : false,
    staleTime: 0,
  });

  const seeConsent = (seen: Consent): void => dispatch({ type: 'consent-seen', consent: seen, isLinked });

  /** The answer may have come in the moment of closing: look once more before calling it given up. */
  const windowClosed = async (): Promise<void> => {
    const { data } = await consent.refetch();
    if (data) seeConsent(data);
    dispatch({ type: 'window-closed' });
    if (data?.attempt?.status === 'waiting') await cancelConsent(resource.id).catch(() => undefined);
  };
  const googleWindow = useGoogleWindow(() => void windowClosed());

  const calendars = useQuery({
    ...calendarsQuery(resource.id),
    enabled: step === 'loading-calendars',
    staleTime: 0,
    gcTime: 0,
  });

  const links = useQuery({
    ...linksQuery(branchId),
    enabled: step === 'starting' || step === 'exporting',
    refetchInterval: linkPollMs,
  });

  const onConsent = useEffectEvent(seeConsent);
  const onCalendars = useEffectEvent((loaded: readonly GoogleCalendar[]) =>
    dispatch({
      type: 'calendars-loaded',
      calendars: loaded,
      suggestedName: t('google.choose.suggested', { resource: resource.designation }),
    }),
  );
  const onLinks = useEffectEvent((all: readonly CalendarLink[]) => {
    const link = all.find((one) => one.resourceId === resource.id && one.state !== 'gone');
    if (link) dispatch({ type: 'link-seen', link });
  });

  useEffect(() => {
    if (consent.data && !consent.isFetching) onConsent(consent.data);
  }, [consent.data, consent.isFetching]);

  useEffect(() => {
    if (calendars.data && !calendars.isFetching) onCalendars(calendars.data);
  }, [calendars.data, calendars.isFetching]);

  useEffect(() => {
    if (links.data) onLinks(links.data);
  }, [links.data]);

  const error = consent.error ?? calendars.error;
  useEffect(() => {
    if (error) dispatch({ type: 'failed', problem: asProblem(error) });
  }, [error]);

  return {
    wizard,
    dispatch,
    focusWindow: googleWindow.focus,
    async goToGoogle(plan: ConsentPlan, shareAccount: boolean): Promise<void> {
      if (!googleWindow.open()) return dispatch({ type: 'window-blocked' });
      dispatch({ type: 'window-opened' });
      try {
        const { authorizationUrl, consentId } = await startConsent(resource.id, plan, shareAccount);
        dispatch({ type: 'attempt-started', attempt: consentId });
        googleWindow.show(authorizationUrl);
      } catch (reason) {
        googleWindow.close();
        failed(reason);
      }
    },
    async check(choice: Choice): Promise<void> {
      dispatch({ type: 'check-requested' });
      try {
        dispatch({
          type: 'preview-loaded',
          preview: await previewLink(resource.id, calendarChoice(choice)),
        });
      } catch (reason) {
        failed(reason);
      }
    },
    async start(): Promise<void> {
      if (wizard.step !== 'confirm') return;
      const { choice, preview, reset, typed } = wizard;
      dispatch({ type: 'start-requested' });
      try {
        const confirmation = reset ? { token: preview.confirmation.token, phrase: typed.trim() } : undefined;
        const link = await createLink(resource.id, calendarChoice(choice), confirmation);
        dispatch({ type: 'link-seen', link });
        await queries.invalidateQueries({ queryKey: ['links'] });
      } catch (reason) {
        failed(reason);
      }
    },
  };
}
