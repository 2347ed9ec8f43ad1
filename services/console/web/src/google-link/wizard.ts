import type { CalendarChoice, CalendarLink, Consent, GoogleCalendar, LinkPreview } from '../api/google';
import type { Problem } from '../api/problem';

/** Why a consent ended without a grant; each has its own sentence and the same way on: try again. */
export type ConsentFailure = 'closed' | 'denied' | 'expired' | 'box-missing' | 'popup-blocked';

/** The steps of "Connect Google" for one resource. Every step names what is known so far and nothing else. */
export type Wizard =
  | { readonly step: 'explain'; readonly failure: ConsentFailure | null }
  | { readonly step: 'consenting' }
  | { readonly step: 'loading-calendars' }
  | { readonly step: 'choose'; readonly calendars: readonly GoogleCalendar[]; readonly choice: Choice }
  | { readonly step: 'checking'; readonly calendars: readonly GoogleCalendar[]; readonly choice: Choice }
  | {
      readonly step: 'confirm';
      readonly calendars: readonly GoogleCalendar[];
      readonly choice: Choice;
      readonly preview: LinkPreview;
      readonly reset: boolean;
      readonly typed: string;
    }
  | { readonly step: 'starting'; readonly preview: LinkPreview }
  | { readonly step: 'exporting'; readonly link: CalendarLink }
  | { readonly step: 'live'; readonly link: CalendarLink }
  | { readonly step: 'failed'; readonly problem: Problem };

export type Choice =
  { readonly kind: 'existing'; readonly id: string } | { readonly kind: 'create'; readonly summary: string };

export type WizardEvent =
  | { readonly type: 'consent-started' }
  | { readonly type: 'popup-blocked' }
  | { readonly type: 'popup-closed' }
  | { readonly type: 'consent-seen'; readonly consent: Consent }
  | { readonly type: 'calendars-loaded'; readonly calendars: readonly GoogleCalendar[]; readonly suggestedName: string }
  | { readonly type: 'chosen'; readonly choice: Choice }
  | { readonly type: 'check-requested' }
  | { readonly type: 'preview-loaded'; readonly preview: LinkPreview }
  | { readonly type: 'reset-answered'; readonly reset: boolean }
  | { readonly type: 'phrase-typed'; readonly typed: string }
  | { readonly type: 'back' }
  | { readonly type: 'start-requested' }
  | { readonly type: 'link-seen'; readonly link: CalendarLink }
  | { readonly type: 'failed'; readonly problem: Problem }
  | { readonly type: 'retry' };

export const firstStep: Wizard = { step: 'explain', failure: null };

const explain = (failure: ConsentFailure): Wizard => ({ step: 'explain', failure });

/** The calendar proposed first: a secondary that can be used, else a new one. The primary never. */
export function proposedChoice(calendars: readonly GoogleCalendar[], suggestedName: string): Choice {
  const usable = calendars.find((calendar) => calendar.selectable && !calendar.primary);
  return usable ? { kind: 'existing', id: usable.id } : { kind: 'create', summary: suggestedName };
}

/** The choice as the services take it. */
export const calendarChoice = (choice: Choice): CalendarChoice =>
  choice.kind === 'existing' ? { id: choice.id } : { create: { summary: choice.summary.trim() } };

const isChoosable = (calendars: readonly GoogleCalendar[], choice: Choice): boolean =>
  choice.kind === 'create'
    ? choice.summary.trim() !== ''
    : calendars.some((calendar) => calendar.id === choice.id && calendar.selectable && !calendar.primary);

export const canCheck = (wizard: Wizard): boolean =>
  wizard.step === 'choose' && isChoosable(wizard.calendars, wizard.choice);

/** Emptying the calendar needs the exact phrase; leaving it as it is needs nothing. */
export const canStart = (wizard: Wizard): boolean =>
  wizard.step === 'confirm' && (!wizard.reset || wizard.typed.trim() === wizard.preview.confirmation.phrase);

function afterConsent(wizard: Wizard, consent: Consent): Wizard {
  if (wizard.step !== 'consenting' && wizard.step !== 'explain') return wizard;
  switch (consent.state) {
    case 'granted':
      return consent.missingScopes.length === 0 ? { step: 'loading-calendars' } : explain('box-missing');
    case 'denied':
      return wizard.step === 'consenting' ? explain('denied') : wizard;
    case 'expired':
      return wizard.step === 'consenting' ? explain('expired') : wizard;
    default:
      return wizard;
  }
}

function afterLink(wizard: Wizard, link: CalendarLink): Wizard {
  if (wizard.step !== 'starting' && wizard.step !== 'exporting') return wizard;
  return link.state === 'live' ? { step: 'live', link } : { step: 'exporting', link };
}

/** The next step. An event that does not belong to the current step (a late answer) changes nothing. */
export function nextStep(wizard: Wizard, event: WizardEvent): Wizard {
  switch (event.type) {
    case 'consent-started':
      return wizard.step === 'explain' ? { step: 'consenting' } : wizard;
    case 'popup-blocked':
      return wizard.step === 'explain' || wizard.step === 'consenting' ? explain('popup-blocked') : wizard;
    case 'popup-closed':
      return wizard.step === 'consenting' ? explain('closed') : wizard;
    case 'consent-seen':
      return afterConsent(wizard, event.consent);
    case 'calendars-loaded': {
      if (wizard.step !== 'loading-calendars') return wizard;
      const { calendars } = event;
      return { step: 'choose', calendars, choice: proposedChoice(calendars, event.suggestedName) };
    }
    case 'chosen':
      return wizard.step === 'choose' ? { ...wizard, choice: event.choice } : wizard;
    case 'check-requested':
      return wizard.step === 'choose' && canCheck(wizard) ? { ...wizard, step: 'checking' } : wizard;
    case 'preview-loaded':
      return wizard.step === 'checking'
        ? { ...wizard, step: 'confirm', preview: event.preview, reset: false, typed: '' }
        : wizard;
    case 'reset-answered':
      return wizard.step === 'confirm' ? { ...wizard, reset: event.reset, typed: '' } : wizard;
    case 'phrase-typed':
      return wizard.step === 'confirm' ? { ...wizard, typed: event.typed } : wizard;
    case 'back':
      return wizard.step === 'confirm'
        ? { step: 'choose', calendars: wizard.calendars, choice: wizard.choice }
        : wizard;
    case 'start-requested':
      return wizard.step === 'confirm' && canStart(wizard) ? { step: 'starting', preview: wizard.preview } : wizard;
    case 'link-seen':
      return afterLink(wizard, event.link);
    case 'failed':
      return { step: 'failed', problem: event.problem };
    case 'retry':
      return wizard.step === 'failed' ? firstStep : wizard;
  }
}
