/** What the model looks at: the words of an entry, their beginnings, middles and ends, and the size of the amount. */
import type { CategoryKind } from '@balcao/contracts/api/entry-categories.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';

export interface EntryText {
  /** Money that came in is an income, money that went out an expense. */
  kind: CategoryKind;
  amountMinor: number;
  description: string;
}

/** Each block of features is brought to length one by itself, so that many n-grams do not drown a few words. */
export const blocks = ['word', 'gram', 'amount'] as const;
export type Block = (typeof blocks)[number];

export interface Feature {
  block: Block;
  name: string;
  /** The word that it was seen in, as it was written; null for the amount. */
  word: string | null;
}

const gramSizes = [3, 4, 5];

/**
 * Words without accents and case, their character 3–5-grams (a space marks where a word begins and ends), and
 * the amount by powers of two. Numbers are left out: dates and invoices come once.
 */
export function featuresOf({ amountMinor, description }: EntryText): Feature[] {
  const words = description.normalize('NFC').match(/\p{L}+/gu) ?? [];
  return [
    ...words.flatMap(wordFeatures),
    { block: 'amount', name: `amount ${Math.floor(Math.log2(amountMinor))}`, word: null },
  ];
}

function wordFeatures(word: string): Feature[] {
  const key = normaliseText(word);
  const padded = [' ', ...key, ' '];
  const grams = gramSizes.flatMap((size) =>
    Array.from({ length: Math.max(0, padded.length - size + 1) }, (_none, at): Feature => {
      return { block: 'gram', name: `gram ${padded.slice(at, at + size).join('')}`, word };
    }),
  );
  return [{ block: 'word', name: `word ${key}`, word }, ...grams];
}
