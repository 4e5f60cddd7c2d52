/** Customers as they are searched and sorted: in lower case, without accents, numbers also without punctuation. */
import type { UpdateCustomerRequest } from '@balcao/contracts/api/customers.ts';

const maxSortLength = 60;

/** `João` → `joao`: decomposed (NFD), without marks, in lower case, composed again. */
function normaliseText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');
}

/** The first 60 characters of the normalised name: enough to sort by, and short enough for a cursor. */
export function sortName(name: string): string {
  return [...normaliseText(name)].slice(0, maxSortLength).join('');
}

type Searched = Pick<UpdateCustomerRequest, 'name' | 'phone' | 'document' | 'email'>;

/** All that a customer may be found by, separated by spaces, so that no word spans two. */
export function searchText({ name, phone, document, email }: Searched): string {
  const digits = (phone ?? '').replace(/\D/g, '');
  return normaliseText([name, digits, document ?? '', email ?? ''].join(' ').trim());
}

/** One LIKE pattern for each word; punctuation of a number is left out, `%`, `_` and `\` stand for themselves. */
export function searchPatterns(query: string): string[] {
  const words = normaliseText(query).split(/\s+/).filter(Boolean);
  return words
    .map((word) => (/^[\d().\-/+]+$/.test(word) ? word.replace(/\D/g, '') : word))
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
