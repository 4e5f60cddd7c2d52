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
  const { length } = decimal;
  const point = decimal.indexOf('.');
  if (point < 0) return toKnown(digitsOf(decimal, 0, length) * scale);
  const end = Math.min(length, point + 1 + decimals);
  const kept = digitsOf(decimal, point + 1, end) * (tenTo[point + 1 + decimals - end] ?? 1);
  const price = digitsOf(decimal, 0, point) * scale + kept;
  if (end === length) return toKnown(price);
  const isFiner = !Number.isNaN(digitsOf(decimal, end, length));
  return isFiner ? toKnown(price + (decimal.charCodeAt(end) >= five ? 1 : 0)) : null;
}

const zero = 48;
const five = zero + 5;
const tenTo = Array.from({ length: decimals }, (_none, power) => 10 ** power);

/** The number that is written from `from` to `to`; not a number where there is none, or anything but digits. */
function digitsOf(text: string, from: number, to: number): number {
  if (from === to) return Number.NaN;
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Below 2^53 every step is exact, and what is above it stays above it however it is rounded. */
const toKnown = (price: number): PriceE8 | null =>
  price > 0 && Number.isSafeInteger(price) ? price : null;

/** The shortest decimal string of so many hundred-millionths. */
export function fromPriceE8(price: PriceE8): string {
  const fraction = price % scale;
  const whole = (price - fraction) / scale;
  if (fraction === 0) return String(whole);
  return `${whole}.${String(fraction).padStart(decimals, '0').replace(/0+$/, '')}`;
}
