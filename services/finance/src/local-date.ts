/** Days and months as people of the country write them. */

/** `2026-11-24` → `24/11/2026`, `2026-11` → `11/2026`. */
export const localDate = (date: string): string => date.split('-').toReversed().join('/');
