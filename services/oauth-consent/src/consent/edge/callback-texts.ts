import type { CallbackAnswer } from '../app/complete-consent';
import type { MissingBox } from '../domain/scopes';

export type Language = 'en' | 'de';
type Page = CallbackAnswer['outcome'] | 'signed-out';

/** What the page says: one heading, one sentence, and the label of "try again" where there is one. */
export interface PageText {
  readonly title: string;
  readonly sentence: string;
  readonly retry?: string;
}

const again = { en: 'Ask Google again', de: 'Noch einmal zu Google' } as const;

const en: Readonly<Record<Page, PageText>> = {
  granted: { title: 'Connected', sentence: 'You can close this window; Kalends goes on by itself.' },
  denied: { title: 'Not connected', sentence: 'You did not give access, so nothing has changed.', retry: again.en },
  'blocked-by-admin': {
    title: 'Not allowed by your company',
    sentence: 'Your Google administrator does not allow Kalends; ask for it, then try again.',
    retry: again.en,
  },
  'scope-missing': {
    title: 'A box was left empty',
    sentence: 'Without it Kalends has no calendar to write to, so nothing was connected.',
    retry: again.en,
  },
  'account-in-use': {
    title: 'Account already in use',
    sentence: 'Another resource is connected with this Google account; go on only if both are to share it.',
    retry: 'Share the account',
  },
  'other-account': {
    title: 'Another account is connected',
    sentence: 'This resource belongs to another Google account; choose that one, or disconnect it in Kalends first.',
    retry: 'Choose the other account',
  },
  expired: {
    title: 'That took too long',
    sentence: 'The window was open for more than ten minutes, so the answer was not taken.',
    retry: again.en,
  },
  cancelled: {
    title: 'Cancelled',
    sentence: 'This was cancelled in Kalends; close this window and start again there.',
  },
  failed: { title: 'Google did not finish', sentence: 'Nothing was connected; it may work at once.', retry: again.en },
  'already-used': {
    title: 'Already answered',
    sentence: 'This answer was used before; close this window and look in Kalends whether you are connected.',
  },
  'unknown-state': {
    title: 'Not from here',
    sentence: 'Kalends did not ask for this answer; close this window and start again in Kalends.',
  },
  'signed-out': {
    title: 'You are signed out',
    sentence: 'Your session in Kalends has ended; sign in, then connect again.',
  },
};

const de: Readonly<Record<Page, PageText>> = {
  granted: { title: 'Verbunden', sentence: 'Sie können dieses Fenster schließen; Kalends macht von selbst weiter.' },
  denied: {
    title: 'Nicht verbunden',
    sentence: 'Sie haben keinen Zugriff gegeben, es hat sich nichts geändert.',
    retry: again.de,
  },
  'blocked-by-admin': {
    title: 'Von Ihrer Firma nicht erlaubt',
    sentence:
      'Ihr Google-Administrator lässt Kalends nicht zu; bitten Sie ihn darum und versuchen Sie es dann noch einmal.',
    retry: again.de,
  },
  'scope-missing': {
    title: 'Ein Kästchen blieb leer',
    sentence: 'Ohne dieses hat Kalends keinen Kalender, in den es schreiben kann; es wurde nichts verbunden.',
    retry: again.de,
  },
  'account-in-use': {
    title: 'Konto schon in Gebrauch',
    sentence:
      'Mit diesem Google-Konto ist eine andere Ressource verbunden; fahren Sie nur fort, wenn beide es teilen sollen.',
    retry: 'Konto gemeinsam nutzen',
  },
  'other-account': {
    title: 'Ein anderes Konto ist verbunden',
    sentence:
      'Diese Ressource gehört zu einem anderen Google-Konto; wählen Sie jenes oder trennen Sie es zuerst in Kalends.',
    retry: 'Das andere Konto wählen',
  },
  expired: {
    title: 'Das hat zu lange gedauert',
    sentence: 'Das Fenster war länger als zehn Minuten offen, die Antwort wurde nicht übernommen.',
    retry: again.de,
  },
  cancelled: {
    title: 'Abgebrochen',
    sentence: 'In Kalends wurde abgebrochen; schließen Sie dieses Fenster und beginnen Sie dort neu.',
  },
  failed: {
    title: 'Google wurde nicht fertig',
    sentence: 'Es wurde nichts verbunden; vielleicht klappt es sofort.',
    retry: again.de,
  },
  'already-used': {
    title: 'Schon beantwortet',
    sentence:
      'Diese Antwort wurde schon verwendet; schließen Sie dieses Fenster und sehen Sie in Kalends nach, ob Sie verbunden sind.',
  },
  'unknown-state': {
    title: 'Nicht von hier',
    sentence:
      'Kalends hat nach dieser Antwort nicht gefragt; schließen Sie dieses Fenster und beginnen Sie in Kalends neu.',
  },
  'signed-out': {
    title: 'Sie sind abgemeldet',
    sentence: 'Ihre Sitzung in Kalends ist zu Ende; melden Sie sich an und verbinden Sie dann noch einmal.',
  },
};

const limits: Readonly<Record<Language, Readonly<Record<MissingBox, string>>>> = {
  en: {
    'make-calendars': 'One box was left empty: Kalends can not create calendars, only use an existing one.',
    'see-list': 'One box was left empty: Kalends can not show your calendars, only create a new one.',
    'edit-existing':
      'One box was left empty: Kalends can not write to your existing calendars, only to those it created.',
  },
  de: {
    'make-calendars': 'Ein Kästchen blieb leer: Kalends kann keine Kalender anlegen, nur einen vorhandenen verwenden.',
    'see-list': 'Ein Kästchen blieb leer: Kalends kann Ihre Kalender nicht anzeigen, nur einen neuen anlegen.',
    'edit-existing':
      'Ein Kästchen blieb leer: Kalends kann nicht in Ihre vorhandenen Kalender schreiben, nur in die von Kalends angelegten.',
  },
};

const texts: Readonly<Record<Language, Readonly<Record<Page, PageText>>>> = { en, de };

export function textOf(language: Language, page: Page, missing: readonly MissingBox[]): PageText {
  const text = texts[language][page];
  if (page !== 'granted' || !missing[0]) return text;
  return { title: text.title, sentence: `${limits[language][missing[0]]} ${text.sentence}`, retry: again[language] };
}

/** The first of the browser's languages that we have (RFC 9110 section 12.5.4; browsers send them in order). */
export const languageOf = (acceptLanguage: string | undefined): Language =>
  /\b(?:de|en)\b/i.exec(acceptLanguage ?? '')?.[0].toLowerCase() === 'de' ? 'de' : 'en';
