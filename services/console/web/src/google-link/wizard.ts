import type { CalendarChoice, CalendarLink, Consent, ConsentPlan, GoogleCalendar, LinkPreview } from '../api/google';
import type { Problem } from '../api/problem';

/** Why a trip to Google ended without a grant; each has its own sentence, and all the same way on: try again. */
export type ConsentFailure = Exclude<AttemptStatus, 'waiting' | 'granted'> | 'popup-blocked';
type AttemptStatus = NonNullable<Consent['attempt']>['status'];

export interface Choosing {
  readonly calendars: readonly GoogleCalendar[];
  /** False when the box for it was left empty at Google. */
  readonly mayCreate: boolean;
  readonly choice: Choice | null;
}

export interface Confirming extends Choosing {
  readonly choice: Choice;
  readonly preview: LinkPreview;
  readonly reset: boolean;
  readonly typed: string;
}

/** The steps of "Connect Google" for one resource. Every step names what is known so far and nothing else. */
export type Wizard =
  | { readonly step: 'explain'; readonly plan: ConsentPlan; readonly failure: ConsentFailure | null }
  /** Google's window is open; `attempt` is null until the service knows of it. */
  | { readonly step: 'consenting'; readonly plan: ConsentPlan; readonly attempt: string | null }
  | { readonly step: 'loading-calendars'; readonly mayCreate: boolean }
  | (Choosing & { readonly step: 'choose' | 'checking' })
  | (Confirming & { readonly step: 'confirm' })
  | { readonly step: 'starting' }
  | { readonly step: 'exporting' | 'live'; readonly link: CalendarLink }
  | { readonly step: 'failed'; readonly problem: Problem };

export type Choice =
  { readonly kind: 'existing'; readonly id: string } | { readonly kind: 'create'; readonly summary: string };

export type WizardEvent =
  | { readonly type: 'plan-chosen'; readonly plan: ConsentPlan }
  | { readonly type: 'window-opened' }
  | { readonly type: 'window-blocked' }
  | { readonly type: 'attempt-started'; readonly attempt: string }
  | { readonly type: 'window-closed' }
  | { readonly type: 'consent-seen'; readonly consent: Consent; readonly isLinked: boolean }
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

export const firstStep: Wizard = { step: 'explain', plan: 'create', failure: null };

/** The calendar proposed first: one that can be used, else a new one. The primary never. */
export function proposedChoice(
  calendars: readonly GoogleCalendar[],
  mayCreate: boolean,
  suggestedName: string,
): Choice | null {
  const usable = calendars.find((calendar) => calendar.selectable && !calendar.primary);
  if (usable) return { kind: 'existing', id: usable.id };
  return mayCreate ? { kind: 'create', summary: suggestedName } : null;
}

/** The choice as the services take it. */
export const calendarChoice = (choice: Choice): CalendarChoice =>
  choice.kind === 'existing' ? { id: choice.id } : { create: { summary: choice.summary.trim() } };

export function canCheck({ calendars, mayCreate, choice }: Choosing): boolean {
  if (choice === null) return false;
  if (choice.kind === 'create') return mayCreate && choice.summary.trim() !== '';
  return calendars.some((calendar) => calendar.id === choice.id && calendar.selectable && !calendar.primary);
}

/** Emptying the calendar needs the exact phrase; leaving it as it is needs nothing. */
export const canStart = ({ reset, typed, preview }: Confirming): boolean =>
  !reset || typed.trim() === preview.confirmation.phrase;

/** A resource that is linked already goes on with its calendar; any other one chooses. */
const afterGrant = ({ abilities }: Consent, isLinked: boolean): Wizard =>
  isLinked ? { step: 'starting' } : { step: 'loading-calendars', mayCreate: abilities.createCalendar };

function afterConsent(wizard: Wizard, consent: Consent, isLinked: boolean): Wizard {
  if (wizard.step === 'explain') {
    // A grant that is there already needs no explanation; asking for more than it gives does.
    const suffices = wizard.plan === 'create' || consent.abilities.useExisting;
    return consent.state === 'granted' && suffices ? afterGrant(consent, isLinked) : wizard;
  }
  if (wizard.step !== 'consenting') return wizard;
  const status = consent.attempt?.status ?? (consent.state === 'granted' ? 'granted' : 'cancelled');
  if (status === 'waiting') return wizard;
  return status === 'granted' ? afterGrant(consent, isLinked) : { step: 'explain', plan: wizard.plan, failure: status };
}

function afterLink(wizard: Wizard, link: CalendarLink): Wizard {
  if (wizard.step !== 'starting' && wizard.step !== 'exporting') return wizard;
  return { step: link.state === 'live' ? 'live' : 'exporting', link };
}

/** The next step. An event that does not belong to the current step (a late answer) changes nothing. */
export function nextStep(wizard: Wizard, event: WizardEvent): Wizard {
  switch (event.type) {
    case 'plan-chosen':
      return wizard.step === 'explain' || wizard.step === 'choose'
        ? { step: 'explain', plan: event.plan, failure: null }
        : wizard;
    case 'window-opened':
      return wizard.step === 'explain' ? { step: 'consenting', plan: wizard.plan, attempt: null } : wizard;
    case 'window-blocked':
      return wizard.step === 'explain' ? { ...wizard, failure: 'popup-blocked' } : wizard;
    case 'attempt-started':
      return wizard.step === 'consenting' ? { ...wizard, attempt: event.attempt } : wizard;
    case 'window-closed':
      return wizard.step === 'consenting' ? { step: 'explain', plan: wizard.plan, failure: 'cancelled' } : wizard;
    case 'consent-seen':
      return afterConsent(wizard, event.consent, event.isLinked);
    case 'calendars-loaded': {
      if (wizard.step !== 'loading-calendars') return wizard;
      const { mayCreate } = wizard;
      const choice = proposedChoice(event.calendars, mayCreate, event.suggestedName);
      return { step: 'choose', calendars: event.calendars, mayCreate, choice };
    }
    case 'chosen':
      return wizard.step === 'choose' ? { ...wizard, choice: event.choice } : wizard;
    case 'check-requested':
      return wizard.step === 'choose' && canCheck(wizard) ? { ...wizard, step: 'checking' } : wizard;
    case 'preview-loaded':
      return wizard.step === 'checking' && wizard.choice
        ? { ...wizard, choice: wizard.choice, step: 'confirm', preview: event.preview, reset: false, typed: '' }
        : wizard;
    case 'reset-answered':
      return wizard.step === 'confirm' ? { ...wizard, reset: event.reset, typed: '' } : wizard;
    case 'phrase-typed':
      return wizard.step === 'confirm' ? { ...wizard, typed: event.typed } : wizard;
    case 'back': {
      if (wizard.step !== 'confirm') return wizard;
      const { calendars, mayCreate, choice } = wizard;
      return { step: 'choose', calendars, mayCreate, choice };
    }
    case 'start-requested':
      return wizard.step === 'confirm' && canStart(wizard) ? { step: 'starting' } : wizard;
    case 'link-seen':
      return afterLink(wizard, event.link);
    case 'failed':
      return { step: 'failed', problem: event.problem };
    case 'retry':
      return wizard.step === 'failed' ? firstStep : wizard;
  }
}
