/** Text as it is searched and sorted: without accents, in lower case. */
import { canonicalPlu } from '@balcao/contracts/plu.ts';

const maxSortLength = 60;

/** `Coração` → `coracao`: decomposed (NFD), without marks, in lower case, composed again. Idempotent. */
export function normaliseText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}

/** The first 60 characters of the normalised name: enough to sort by, and short enough for a cursor. */
export function sortName(name: string): string {
  return [...normaliseText(name)].slice(0, maxSortLength).join('');
}

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
