/** The words of one part of the screens, in every language; loaded with that part. */
import { fillWords, type Values } from './fill-words.ts';
import { type Language, useLanguage } from './language.ts';

type Dictionary = Record<string, string>;
/** Plurals have two keys, `lots_one` and `lots_other`, and are asked for as `lots` with a `count`. */
type KeyOf<Words> = keyof Words extends infer Key
  ? Key extends `${infer Stem}_one` | `${infer Stem}_other`
    ? Stem
    : Key & string
  : never;

export type WordsOf<Words extends Dictionary> = Record<Language, Words>;

export type Translate<Words> = (key: KeyOf<Words>, values?: Values) => string;

/** English has exactly the keys of Portuguese: the compiler finds what is missing. */
export const defineWords = <Words extends Dictionary>(texts: {
  'pt-BR': Words;
  en: NoInfer<Record<keyof Words, string>>;
}): WordsOf<Record<keyof Words & string, string>> => texts;

/** `const t = useWords(stockWords); t('expiresIn', { count: 3 })`. React escapes what it shows. */
export function useWords<Words extends Dictionary>(texts: WordsOf<Words>): Translate<Words> {
  const language = useLanguage();
  return (key, values = {}) => fillWords(texts[language], { key, values, language });
}
