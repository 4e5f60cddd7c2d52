/** Text as it is searched and sorted: without accents, in lower case. */

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

/** One LIKE pattern for each word of a search; `%`, `_` and `\` stand for themselves. */
export function searchPatterns(query: string): string[] {
  const words = normaliseText(query).split(/\s+/).filter(Boolean);
  return words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}
