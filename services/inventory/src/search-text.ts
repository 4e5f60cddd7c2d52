/** Text as it is searched: in lower case and without accents, so that `acem` finds `Acém`. */

export function searchText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
