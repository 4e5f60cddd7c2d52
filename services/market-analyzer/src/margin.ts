/** What one kilogram or piece costs and how much of its price that is: exact, each rounded half up once. */

/** Goods and what all of them cost: thousandths (above zero) and centavos. */
export interface Cost {
  quantityMilli: number;
  costMinor: number;
}

const costDecimals = 4;
const shareDecimals = 2;
const leastShare = '0.01';
/** Thousandths in a unit. */
const unitMilli = 1_000n;
const centavosInReal = 100n;

/** The cost of one unit in reais, as a decimal with four places at most. */
export function unitCost({ quantityMilli, costMinor }: Cost): string {
  const cost = BigInt(costMinor) * unitMilli;
  return toDecimal(cost, BigInt(quantityMilli) * centavosInReal, costDecimals);
}

/**
 * The cost's share of a price (centavos for one unit), in percent: a decimal with two places at most, above 100 where
 * the product sells at a loss. It is reckoned from the cost as it is, not as `unitCost` rounds it. Never less than
 * 0.01, since rules reckon with figures above 0 only. Null where the price is 0.
 */
export function costSharePercent(
  priceMinor: number,
  { quantityMilli, costMinor }: Cost,
): string | null {
  if (priceMinor === 0) return null;
  const price = BigInt(priceMinor) * BigInt(quantityMilli);
  const share = toDecimal(BigInt(costMinor) * unitMilli * 100n, price, shareDecimals);
  return share === '0' ? leastShare : share;
}

/** `of` (not below zero) `÷ over` (above zero), half up. */
function toDecimal(of: bigint, over: bigint, decimals: number): string {
  const scaled = (2n * of * 10n ** BigInt(decimals) + over) / (2n * over);
  const digits = String(scaled).padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
