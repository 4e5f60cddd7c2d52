/** What one kilogram or piece costs and what is left of its price: exact, each rounded half up once. */

/** Goods and what all of them cost: thousandths (above zero) and centavos. */
export interface Cost {
  quantityMilli: number;
  costMinor: number;
}

const costDecimals = 4;
const marginDecimals = 2;
/** Thousandths in a unit. */
const unitMilli = 1_000n;
const centavosInReal = 100n;

/** The cost of one unit in reais, as a decimal with four places at most. */
export function unitCost({ quantityMilli, costMinor }: Cost): string {
  const cost = BigInt(costMinor) * unitMilli;
  return toDecimal(cost, BigInt(quantityMilli) * centavosInReal, costDecimals);
}

/**
 * How much of a price (centavos for one unit) is left after the cost, in percent of the price: a decimal with two
 * places at most, below zero where the cost is higher. It is reckoned from the cost as it is, not as `unitCost`
 * rounds it. Null where the price is 0.
 */
export function marginPercent(
  priceMinor: number,
  { quantityMilli, costMinor }: Cost,
): string | null {
  if (priceMinor === 0) return null;
  const price = BigInt(priceMinor) * BigInt(quantityMilli);
  const cost = BigInt(costMinor) * unitMilli;
  return toDecimal((price - cost) * 100n, price, marginDecimals);
}

/** `of ÷ over` (above zero), half up: what is exactly between two decimals becomes the greater one. */
function toDecimal(of: bigint, over: bigint, decimals: number): string {
  const twice = 2n * of * 10n ** BigInt(decimals) + over;
  const scaled = floorDivide(twice, 2n * over);
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return `${scaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** BigInt's own division goes towards zero. */
const floorDivide = (of: bigint, over: bigint): bigint =>
  of / over - (of < 0n && of % over !== 0n ? 1n : 0n);
