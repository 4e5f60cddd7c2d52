/** Texts that the services keep in both languages, such as what an alert is about. */
import { useLanguage } from './language.ts';

export interface Bilingual {
  pt: string;
  en: string;
}

export function useBilingual(): (text: Bilingual) => string {
  const language = useLanguage();
  return ({ pt, en }) => (language === 'en' ? en : pt);
}
