/** Text as it is searched and sorted by. */

/** As text is searched: `Coração` → `coracao`: decomposed (NFD), without marks, in lower case, composed again. Idempotent. */
export const normaliseText = (given: string): string =>
  given.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC');

const maxSortLength = 60;

/** The first 60 characters of a normalised name: enough to sort by, and short enough for a cursor. */
export const sortName = (given: string): string =>
  [...normaliseText(given)].slice(0, maxSortLength).join('');
