/** A percentage as people type it, `12,5`, to basis points and back. */

/** 1 to 10000; null for all else. */
export function parsePercent(text: string): number | null {
  const parts = /^\s*(\d{1,3})(?:[.,](\d{1,2}))?\s*%?\s*$/.exec(text);
  if (parts === null) return null;
  const basisPoints = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return basisPoints >= 1 && basisPoints <= 10_000 ? basisPoints : null;
}

/** `1250` → `12,5`; null → `''`. */
export function formatPercent(basisPoints: number | null): string {
  if (basisPoints === null) return '';
  const whole = Math.trunc(basisPoints / 100);
  const rest = String(basisPoints % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole},${rest}`;
}
