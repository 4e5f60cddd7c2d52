/** The language of the screens: chosen by the person, kept on this device. */
import { createStore, useStore } from '../store.ts';

export const languages = ['pt-BR', 'en'] as const;
export type Language = (typeof languages)[number];

/** A text in every language, where it belongs to data such as a route's title. */
export type Text = Record<Language, string>;

const key = 'balcao.language';

const isLanguage = (value: string | null): value is Language =>
  languages.some((language) => language === value);

function preferred(): Language {
  const kept = localStorage.getItem(key);
  if (isLanguage(kept)) return kept;
  return navigator.language.startsWith('en') ? 'en' : 'pt-BR';
}

const languageStore = createStore<Language>('pt-BR');

/** What was chosen on this device, or what its browser speaks. */
export const loadLanguage = (): void => languageStore.set(preferred());

export function chooseLanguage(language: Language): void {
  localStorage.setItem(key, language);
  languageStore.set(language);
}

/** Outside of a screen. */
export const currentLanguage = (): Language => languageStore.get();

export const useLanguage = (): Language => useStore(languageStore);

/** Picks the reader's text of a `Text`. */
export function useText(): (text: Text) => string {
  const language = useLanguage();
  return (text) => text[language];
}
