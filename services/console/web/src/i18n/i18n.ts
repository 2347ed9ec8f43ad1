import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { de } from './de';
import { en } from './en';
import type { Translation } from './translation';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Translation };
  }
}

export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

const storageKey = 'kalends.language';

const isLanguage = (value: string | null | undefined): value is Language => value != null && value in languages;

/** The language chosen here before, else the first of the browser's that we have, else English. */
function preferredLanguage(): Language {
  const chosen = localStorage.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, de: { translation: de } },
    lng: preferredLanguage(),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
  });
  announceLanguage();
}

export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
  announceLanguage();
}

function announceLanguage(): void {
  document.documentElement.lang = i18next.language;
}

/** The browser's regional form of the chosen language (24-hour clock or not, order of day and month). */
export const localeFor = (language: string): string =>
  navigator.languages.find((tag) => tag.startsWith(`${language}-`)) ?? language;
