/**
 * Prices inside the engine: whole hundred-millionths (1 = 0.00000001), so that every price up to
 * 90,071,992.54740991 is an exact number and comparing two of them is exact too.
 */

const decimals = 8;
const scale = 10 ** decimals;

/** A price in hundred-millionths: a positive safe integer. */
export type PriceE8 = number;

/**
 * A decimal string such as `5.4259` in hundred-millionths; what is finer is rounded half up. Null where the
 * engine cannot reckon with it: text that is no decimal, zero (also after rounding), below it, or too large.
 */
export function toPriceE8(decimal: string): PriceE8 | null {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(decimal);
  if (parts === null) return null;
  const [, whole = '0', fraction = ''] = parts;
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  const isRoundedUp = fraction.charAt(decimals) >= '5';
  // Below 2^53 every step is exact, and what is above it stays above it however it is rounded.
  const price = Number(whole) * scale + Number(kept) + (isRoundedUp ? 1 : 0);
  return price > 0 && Number.isSafeInteger(price) ? price : null;
}

/** The shortest decimal string of so many hundred-millionths. */
export function fromPriceE8(price: PriceE8): string {
  const fraction = price % scale;
  const whole = (price - fraction) / scale;
  if (fraction === 0) return String(whole);
  return `${whole}.${String(fraction).padStart(decimals, '0').replace(/0+$/, '')}`;
}
