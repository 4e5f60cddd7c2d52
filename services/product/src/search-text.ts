/** What a product is found by, and what is looked for. */
import { canonicalPlu } from '@balcao/contracts/canonical-plu.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';

/** Everything that a search may find a product by, separated by spaces, so that no word spans two. */
export function searchText(product: {
  name: string;
  sku: string;
  plu: string | null;
  barcode: string | null;
}): string {
  const { name, sku, plu, barcode } = product;
  return normaliseText([name, sku, plu ?? '', barcode ?? ''].join(' ').trim());
}

/** What a person typed, as it is looked for. */
export interface SearchTerms {
  /** Normalised, with single spaces. */
  text: string;
  words: string[];
  /** As a PLU or barcode would be: without the leading zeros of a PLU. */
  code: string;
  /** Whether it has letters: codes are not guessed. */
  isWritten: boolean;
}

/** Undefined when nothing is left to look for. */
export function searchTerms(query: string): SearchTerms | undefined {
  const typed = normaliseText(query).split(/\s+/).filter(Boolean);
  const [first] = typed;
  if (first === undefined) return undefined;
  const isPlu = typed.length === 1 && /^\d{1,6}$/.test(first);
  const words = isPlu ? [canonicalPlu(first) || '0'] : typed;
  const text = words.join(' ');
  return { text, words, code: text, isWritten: /\p{L}/u.test(text) };
}
