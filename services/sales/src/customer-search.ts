/** Customers as they are searched and sorted: in lower case, without accents, numbers also without punctuation. */
import type { UpdateCustomerRequest } from '@balcao/contracts/api/customers.ts';
import { normaliseText } from '@balcao/contracts/normalise-text.ts';

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
