/** Money is integer centavos and quantity integer thousandths; this file alone multiplies and rounds them. */

/** R$ 10 billion: far above any shop's day, and far below 2^53, so that sums of amounts stay exact. */
export const maxAmountMinor = 1_000_000_000_000;
/** R$ 10 million a unit: with `maxQuantityMilli` a line stays below 2^53. */
export const maxUnitPriceMinor = 1_000_000_000;
/** A million kilograms or pieces. */
export const maxQuantityMilli = 1_000_000_000;
/** All of something, in hundredths of a percent. */
export const wholeBasisPoints = 10_000;

/** An amount that is not an exact integer any more, or above what the shop accepts. */
export class AmountTooLargeError extends RangeError {
  constructor() {
    super('the amount is too large');
    this.name = 'AmountTooLargeError';
  }
}

/**
 * `a × b ÷ divisor`, rounded half up by magnitude, so that a reversal is exactly minus the original.
 * All integers, `divisor` above zero. Throws RangeError for other input and AmountTooLargeError
 * for a result beyond 2^53 − 1.
 */
export const multiplyDivide = (a: number, b: number, divisor: number): number => {
  if (![a, b, divisor].every(Number.isSafeInteger) || divisor <= 0) {
    throw new RangeError('integers and a divisor above zero are expected');
  }
  const magnitude = Math.abs(a) * Math.abs(b) * 2 + divisor;
  const rounded = Number.isSafeInteger(magnitude)
    ? (magnitude - (magnitude % (2 * divisor))) / (2 * divisor)
    : multiplyDivideBig(Math.abs(a), Math.abs(b), divisor);
  const isNegative = a < 0 !== b < 0 && rounded !== 0;
  return isNegative ? -rounded : rounded;
};

const multiplyDivideBig = (a: number, b: number, divisor: number): number => {
  const twice = 2n * BigInt(divisor);
  return exact(Number((2n * BigInt(a) * BigInt(b) + BigInt(divisor)) / twice));
};

/** A line's total in centavos: `roundHalfUp(unitPriceMinor × quantityMilli ÷ 1000)` (counter.md, Money and weight). */
export const lineTotalMinor = (unitPrice: number, quantity: number): number =>
  multiplyDivide(unitPrice, quantity, 1000);

/** The exact sum of amounts in centavos. Throws AmountTooLargeError when it leaves the exact integers. */
export const sumMinor = (amounts: Iterable<number>): number => {
  let sum = 0;
  for (const amount of amounts) sum = exact(sum + amount);
  return sum;
};

/**
 * Splits an amount by weights (integers of zero or more, not all of them zero) so that the shares add up to it
 * exactly: each is its exact share rounded down, and the centavos left over go to the largest remainders, of
 * equal ones to the first (largest-remainder method, counter.md, Stock). So each is within one centavo of its
 * exact share, and a weight of zero gets nothing. A negative amount is split as its mirror image. Throws
 * RangeError for other weights.
 */
export const splitMinor = (amount: number, weights: readonly number[]): number[] => {
  const exactWeights = weights.map((weight) => BigInt(natural(weight)));
  const total = exactWeights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) throw new RangeError('one weight at least must be above zero');
  const magnitude = BigInt(Math.abs(exact(amount)));
  const shares = exactWeights.map((weight, index) => ({
    index,
    share: Number((magnitude * weight) / total),
    remainder: (magnitude * weight) % total,
  }));
  const left = Number(magnitude) - sumMinor(shares.map(({ share }) => share));
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  const isRaised = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  const sign = amount < 0 ? -1 : 1;
  return shares.map(({ share, index }) => sign * (share + (isRaised.has(index) ? 1 : 0)) || 0);
};

const natural = (value: number): number => {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError('weights are integers of zero or more');
};

/** The amount itself; throws AmountTooLargeError above `maxAmountMinor`. For totals that a request leads to. */
export const withinLimit = (amount: number): number => {
  if (amount > maxAmountMinor) throw new AmountTooLargeError();
  return amount;
};

/** The centavos of an amount in reais, as JSON has it; NaN where it has more than two decimals. */
export const minorOfReais = (reais: number): number => {
  const minor = Math.round(reais * 100);
  return reaisOf(minor) === reais ? minor : Number.NaN;
};

/** Reais as JSON has them: the number nearest to the decimal, whose shortest text is the decimal itself. */
export const reaisOf = (amount: number): number => amount / 100;

const exact = (value: number): number => {
  if (!Number.isSafeInteger(value)) throw new AmountTooLargeError();
  return value;
};
