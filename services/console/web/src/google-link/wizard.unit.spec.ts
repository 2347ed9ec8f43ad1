import type { CalendarLink, Consent, GoogleCalendar, LinkPreview } from '../api/google';
import { Problem } from '../api/problem';
import { canCheck, canStart, firstStep, nextStep, proposedChoice, type Wizard, type WizardEvent } from './wizard';

const calendar = (id: string, more: Partial<GoogleCalendar> = {}): GoogleCalendar =>
  ({ id, summary: id, timeZone: 'Europe/Berlin', primary: false, selectable: true, ...more }) as GoogleCalendar;
const primary = calendar('anna@example.com', { primary: true, selectable: false, reason: 'primary' });

type Attempt = NonNullable<Consent['attempt']>['status'];
const consent = (state: Consent['state'], status: Attempt | null, more: Partial<Consent> = {}): Consent =>
  ({
    state,
    abilities: { createCalendar: true, listCalendars: true, useExisting: false },
    attempt: status && { id: 'attempt', status, expiresAt: '' },
    ...more,
  }) as Consent;
const seen = (of: Consent, isLinked = false): WizardEvent => ({ type: 'consent-seen', consent: of, isLinked });

const preview: LinkPreview = {
  toExport: 20,
  mails: 0,
  eventsInCalendar: 7,
  confirmation: { token: 't', phrase: 'delete 7 events' },
};
const link = { id: 'l', state: 'initial-sync', exported: 3, toExport: 20 } as CalendarLink;

const walk = (events: WizardEvent[], from: Wizard = firstStep): Wizard => events.reduce(nextStep, from);
const atGoogle: WizardEvent[] = [{ type: 'window-opened' }, { type: 'attempt-started', attempt: 'attempt' }];
const toChoose: WizardEvent[] = [
  ...atGoogle,
  seen(consent('granted', 'granted')),
  { type: 'calendars-loaded', calendars: [primary, calendar('work')], suggestedName: 'Kalends – Anna' },
];
const toConfirm: WizardEvent[] = [...toChoose, { type: 'check-requested' }, { type: 'preview-loaded', preview }];

/** The wizard in a step that the test has brought it to. */
function inStep<S extends Wizard['step']>(wizard: Wizard, step: S): Extract<Wizard, { step: S }> {
  if (wizard.step !== step) throw new Error(`The wizard is at ${wizard.step}, not at ${step}.`);
  return wizard as Extract<Wizard, { step: S }>;
}

describe('connecting Google', () => {
  test('U10: leads from consent over calendar and preview to live', () => {
    const done = walk([
      ...toConfirm,
      { type: 'start-requested' },
      { type: 'link-seen', link },
      { type: 'link-seen', link: { ...link, state: 'live', exported: 20 } },
    ]);
    expect(done.step).toBe('live');
  });

  test('a consent that exists already skips the explanation', () => {
    expect(walk([seen(consent('granted', null))]).step).toBe('loading-calendars');
  });

  test('U9: a linked resource that needs a new consent goes on with its calendar', () => {
    expect(walk([...atGoogle, seen(consent('granted', 'granted'), true)]).step).toBe('starting');
  });

  test.each(['denied', 'expired', 'scope-missing', 'account-in-use', 'other-account', 'failed'] as const)(
    'U14: a trip to Google that ends as %s ends in a named state from which one can try again',
    (status) => {
      const ended = walk([...atGoogle, seen(consent('none', status))]);
      expect(ended).toEqual({ step: 'explain', plan: 'create', failure: status });
      expect(nextStep(ended, { type: 'window-opened' }).step).toBe('consenting');
    },
  );

  test('U14: closing the window is named too, and a window that the browser blocked', () => {
    expect(walk([...atGoogle, { type: 'window-closed' }])).toMatchObject({ failure: 'cancelled' });
    expect(walk([{ type: 'window-blocked' }])).toMatchObject({ step: 'explain', failure: 'popup-blocked' });
  });

  test('as long as the person is at Google, nothing moves', () => {
    const waiting = walk(atGoogle);
    expect(nextStep(waiting, seen(consent('none', 'waiting')))).toBe(waiting);
  });

  test('an old refusal on the server does not greet the person who opens the dialog', () => {
    expect(walk([seen(consent('none', 'denied'))])).toBe(firstStep);
  });

  test('the window that closes after the consent changes nothing', () => {
    expect(walk([...toChoose, { type: 'window-closed' }]).step).toBe('choose');
  });

  test('using an existing calendar asks Google for one more box, though a grant is there', () => {
    const asked = walk([...toChoose, { type: 'plan-chosen', plan: 'existing' }]);
    expect(nextStep(asked, seen(consent('granted', 'granted')))).toBe(asked);
    const allowed = { abilities: { createCalendar: true, listCalendars: true, useExisting: true } };
    expect(walk([...atGoogle, seen(consent('granted', 'granted', allowed))], asked).step).toBe('loading-calendars');
  });

  test('U11: the primary calendar is never proposed nor accepted; with no other one a new one is proposed', () => {
    expect(proposedChoice([primary, calendar('work')], true, 'New')).toEqual({ kind: 'existing', id: 'work' });
    expect(proposedChoice([primary], true, 'New')).toEqual({ kind: 'create', summary: 'New' });
    const tried = inStep(
      walk([...toChoose, { type: 'chosen', choice: { kind: 'existing', id: primary.id } }]),
      'choose',
    );
    expect(canCheck(tried)).toBe(false);
    expect(nextStep(tried, { type: 'check-requested' })).toBe(tried);
  });

  test('without the box for making calendars no new one is proposed nor accepted', () => {
    expect(proposedChoice([primary], false, 'New')).toBeNull();
    expect(canCheck({ calendars: [], mayCreate: false, choice: { kind: 'create', summary: 'New' } })).toBe(false);
  });

  test('a new calendar needs a name', () => {
    const nameless = walk([...toChoose, { type: 'chosen', choice: { kind: 'create', summary: '  ' } }]);
    expect(canCheck(inStep(nameless, 'choose'))).toBe(false);
  });

  test('U12: emptying the calendar is off at first and needs the typed phrase', () => {
    const asked = inStep(walk(toConfirm), 'confirm');
    expect(asked.reset).toBe(false);
    expect(canStart(asked)).toBe(true);
    const reset = inStep(nextStep(asked, { type: 'reset-answered', reset: true }), 'confirm');
    expect(canStart(reset)).toBe(false);
    expect(nextStep(reset, { type: 'start-requested' })).toBe(reset);
    expect(canStart({ ...reset, typed: 'delete 8 events' })).toBe(false);
    expect(canStart({ ...reset, typed: 'delete 7 events' })).toBe(true);
  });

  test('U12: changing the answer forgets the typed phrase', () => {
    const typed = walk([
      ...toConfirm,
      { type: 'reset-answered', reset: true },
      { type: 'phrase-typed', typed: preview.confirmation.phrase },
      { type: 'reset-answered', reset: false },
      { type: 'reset-answered', reset: true },
    ]);
    expect(canStart(inStep(typed, 'confirm'))).toBe(false);
  });

  test('going back keeps the choice', () => {
    expect(walk([...toConfirm, { type: 'back' }])).toMatchObject({ step: 'choose', choice: { id: 'work' } });
  });

  test('a late answer of an earlier step changes nothing', () => {
    const exporting = walk([...toConfirm, { type: 'start-requested' }, { type: 'link-seen', link }]);
    expect(nextStep(exporting, { type: 'preview-loaded', preview })).toBe(exporting);
    expect(nextStep(exporting, seen(consent('none', 'denied')))).toBe(exporting);
  });

  test('a failure is named and leads back to the start', () => {
    const failed = walk([...toConfirm, { type: 'failed', problem: new Problem(409, 'link/exists', null, {}) }]);
    expect(failed.step).toBe('failed');
    expect(nextStep(failed, { type: 'retry' })).toBe(firstStep);
  });
});
