/** What a person is told who is in the way of a rule, in the languages that the shop speaks. */
import type { Language } from './http/prefer-language.ts';

export interface Wording {
  /** In English. */
  message: string;
  /** In Portuguese. */
  pt: string;
}

export const inLanguage = ({ message, pt }: Wording, language: Language): string =>
  language === 'pt' ? pt : message;
