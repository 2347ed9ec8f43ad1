import type { CalendarLink, Consent, GoogleCalendar, LinkPreview } from '../api/google';
import { Problem } from '../api/problem';
import { canCheck, canStart, firstStep, nextStep, proposedChoice, type Wizard, type WizardEvent } from './wizard';

const calendar = (id: string, more: Partial<GoogleCalendar> = {}): GoogleCalendar => ({
  id,
  summary: id,
  timeZone: 'Europe/Berlin',
  primary: false,
  selectable: true,
  ...more,
});
const primary = calendar('anna@example.com', { primary: true, selectable: false, reason: 'primary' });
const granted: Consent = { state: 'granted', grantedScopes: ['a', 'b'], missingScopes: [] };
const preview: LinkPreview = {
  toExport: 20,
  mails: 0,
  eventsInCalendar: 7,
  confirmation: { token: 't', phrase: 'delete 7 events' },
};
const link = { id: 'l', state: 'initial-sync', exported: 3, toExport: 20 } as CalendarLink;

const walk = (events: WizardEvent[], from: Wizard = firstStep): Wizard => events.reduce(nextStep, from);
const toChoose: WizardEvent[] = [
  { type: 'consent-started' },
  { type: 'consent-seen', consent: granted },
  { type: 'calendars-loaded', calendars: [primary, calendar('work')], suggestedName: 'Kalends – Anna' },
];
const toConfirm: WizardEvent[] = [...toChoose, { type: 'check-requested' }, { type: 'preview-loaded', preview }];

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
    expect(walk([{ type: 'consent-seen', consent: granted }]).step).toBe('loading-calendars');
  });

  test.each([
    ['closing the window', { type: 'popup-closed' } as const, 'closed'],
    ['denying', { type: 'consent-seen', consent: { ...granted, state: 'denied' } } as const, 'denied'],
    ['waiting too long', { type: 'consent-seen', consent: { ...granted, state: 'expired' } } as const, 'expired'],
    [
      'unticking a box',
      { type: 'consent-seen', consent: { ...granted, missingScopes: ['b'] } } as const,
      'box-missing',
    ],
    ['a blocked window', { type: 'popup-blocked' } as const, 'popup-blocked'],
  ])('U14: %s ends in a named state from which one can try again', (_, event, failure) => {
    const ended = walk([{ type: 'consent-started' }, event]);
    expect(ended).toEqual({ step: 'explain', failure });
    expect(nextStep(ended, { type: 'consent-started' }).step).toBe('consenting');
  });

  test('an old refusal on the server does not greet the person who opens the dialog', () => {
    expect(walk([{ type: 'consent-seen', consent: { ...granted, state: 'denied' } }])).toBe(firstStep);
  });

  test('the window closed by itself after the consent changes nothing', () => {
    expect(walk([...toChoose, { type: 'popup-closed' }]).step).toBe('choose');
  });

  test('U11: the primary calendar is never proposed nor accepted; with no other one a new one is proposed', () => {
    expect(proposedChoice([primary, calendar('work')], 'New')).toEqual({ kind: 'existing', id: 'work' });
    expect(proposedChoice([primary], 'New')).toEqual({ kind: 'create', summary: 'New' });
    const tried = walk([...toChoose, { type: 'chosen', choice: { kind: 'existing', id: primary.id } }]);
    expect(canCheck(tried)).toBe(false);
    expect(nextStep(tried, { type: 'check-requested' })).toBe(tried);
  });

  test('a new calendar needs a name', () => {
    const nameless = walk([...toChoose, { type: 'chosen', choice: { kind: 'create', summary: '  ' } }]);
    expect(canCheck(nameless)).toBe(false);
  });

  test('U12: emptying the calendar is off at first and needs the typed phrase', () => {
    const asked = walk(toConfirm);
    expect(asked).toMatchObject({ step: 'confirm', reset: false });
    expect(canStart(asked)).toBe(true);
    const reset = nextStep(asked, { type: 'reset-answered', reset: true });
    expect(canStart(reset)).toBe(false);
    expect(nextStep(reset, { type: 'start-requested' })).toBe(reset);
    expect(canStart(nextStep(reset, { type: 'phrase-typed', typed: 'delete 8 events' }))).toBe(false);
    expect(canStart(nextStep(reset, { type: 'phrase-typed', typed: 'delete 7 events' }))).toBe(true);
  });

  test('U12: changing the answer forgets the typed phrase', () => {
    const typed = walk([
      ...toConfirm,
      { type: 'reset-answered', reset: true },
      { type: 'phrase-typed', typed: preview.confirmation.phrase },
      { type: 'reset-answered', reset: false },
      { type: 'reset-answered', reset: true },
    ]);
    expect(canStart(typed)).toBe(false);
  });

  test('going back keeps the choice', () => {
    expect(walk([...toConfirm, { type: 'back' }])).toMatchObject({ step: 'choose', choice: { id: 'work' } });
  });

  test('a late answer of an earlier step changes nothing', () => {
    const exporting = walk([...toConfirm, { type: 'start-requested' }, { type: 'link-seen', link }]);
    expect(nextStep(exporting, { type: 'preview-loaded', preview })).toBe(exporting);
    expect(nextStep(exporting, { type: 'consent-seen', consent: { ...granted, state: 'denied' } })).toBe(exporting);
  });

  test('a failure is named and leads back to the start', () => {
    const failed = walk([...toConfirm, { type: 'failed', problem: new Problem(409, 'link/exists', null, {}) }]);
    expect(failed.step).toBe('failed');
    expect(nextStep(failed, { type: 'retry' })).toBe(firstStep);
  });
});
