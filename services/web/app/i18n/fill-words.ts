/** A text with its values in it. Part of the till's first load, where a library for it costs as much as a screen. */

/** Values for `{{name}}` in the text; `count` chooses the plural. */
export type Values = Record<string, string | number>;

const plurals = new Map<string, Intl.PluralRules>();

/** Costly to make, so there is one for each language. */
function pluralOf(language: string, count: number): string {
  const rules = plurals.get(language) ?? new Intl.PluralRules(language);
  plurals.set(language, rules);
  return rules.select(count);
}

/**
 * The text of `key`, or with a `count` that of `key_one`, `key_other` …, by the plural rules of CLDR; where a language's
 * form has no text of its own (the millions of Portuguese), `key_other`.
 */
export function fillWords(
  words: Record<string, string>,
  { key, values, language }: { key: string; values: Values; language: string },
): string {
  const { count } = values;
  const plural =
    typeof count === 'number'
      ? (words[`${key}_${pluralOf(language, count)}`] ?? words[`${key}_other`])
      : undefined;
  const text = plural ?? words[key] ?? key;
  return text.replace(/\{\{(\w+)\}\}/g, (_place, name: string) => String(values[name] ?? ''));
}
