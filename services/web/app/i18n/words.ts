/** The words of one part of the screens, in every language; loaded with that part. */
import i18next, { type i18n } from 'i18next';
import { type Language, languages, useLanguage } from './language.ts';

type Dictionary = Record<string, string>;
/** Plurals have two keys, `lots_one` and `lots_other`, and are asked for as `lots` with a `count`. */
type KeyOf<Words> = keyof Words extends infer Key
  ? Key extends `${infer Stem}_one` | `${infer Stem}_other`
    ? Stem
    : Key & string
  : never;

export interface WordsOf<Words extends Dictionary> {
  namespace: string;
  texts: Record<Language, Words>;
}

/** Values for `{{name}}` in the text; `count` chooses the plural. */
export type Values = Record<string, string | number>;
export type Translate<Words> = (key: KeyOf<Words>, values?: Values) => string;

/** English has exactly the keys of Portuguese: the compiler finds what is missing. */
export const defineWords = <Words extends Dictionary>(
  namespace: string,
  texts: { 'pt-BR': Words; en: NoInfer<Record<keyof Words, string>> },
): WordsOf<Record<keyof Words & string, string>> => ({ namespace, texts });

let instance: i18n | undefined;

/** Made at the first use; React escapes what it shows, so values are not escaped before. */
function translator(): i18n {
  if (instance === undefined) {
    instance = i18next.createInstance();
    void instance.init({
      lng: 'pt-BR',
      fallbackLng: false,
      initAsync: false,
      resources: {},
      interpolation: { escapeValue: false },
    });
  }
  return instance;
}

/** For what is not a component. */
function translate<Words extends Dictionary>(
  { namespace, texts }: WordsOf<Words>,
  language: Language,
): Translate<Words> {
  const made = translator();
  for (const each of languages) {
    if (!made.hasResourceBundle(each, namespace)) {
      made.addResourceBundle(each, namespace, texts[each]);
    }
  }
  const t: (key: string, values: Values) => string = made.getFixedT(language, namespace);
  return (key, values = {}) => t(key, values);
}

/** `const t = useWords(stockWords); t('expiresIn', { count: 3 })`. */
export const useWords = <Words extends Dictionary>(words: WordsOf<Words>): Translate<Words> =>
  translate(words, useLanguage());
