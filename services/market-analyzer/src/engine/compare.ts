/**
 * Exact comparisons that are nearly always made by floats: a float's rounding is bounded, so a difference above
 * the bound has the right sign; only what is closer is reckoned again with whole numbers of any size.
 * The idea is the "floating-point filter" of Shewchuk's adaptive predicates (1997).
 */
import type { PriceE8 } from './price.ts';
import type { RunningSum } from './running-sum.ts';

/** `of ÷ over`, both safe integers: 11 ÷ 10 is "a tenth more". */
export interface Ratio {
  of: number;
  over: number;
}

/** A percentage has at most four decimals. */
const whole = 1_000_000;

/** `percent` (up to four decimals) more than all of it. */
export const above = (percent: number): Ratio => ({ of: whole + toParts(percent), over: whole });

/** `percent` (up to four decimals) less than all of it; never below nothing. */
export const below = (percent: number): Ratio => ({
  of: Math.max(0, whole - toParts(percent)),
  over: whole,
});

/** The whole of it. */
export const same: Ratio = { of: 1, over: 1 };

const toParts = (percent: number) => Math.round(percent * 10_000);

/** At most four roundings, each of 2^-53 of its result. */
const doubt = 2 ** -50;

/** The sign of `price − base · ratio`. */
export function compareToPrice(price: PriceE8, base: PriceE8, { of, over }: Ratio): number {
  const left = price * over;
  const right = base * of;
  if (isClear(left, right)) return left - right;
  return signOf(BigInt(price) * BigInt(over) - BigInt(base) * BigInt(of));
}

/** The sign of `price − mean · ratio`, without dividing. */
export function compareToMean(price: PriceE8, sum: RunningSum, { of, over }: Ratio): number {
  const left = price * sum.count * over;
  const right = sum.nearest * of;
  if (isClear(left, right)) return left - right;
  return signOf(BigInt(price) * BigInt(sum.count) * BigInt(over) - sum.exact * BigInt(of));
}

function isClear(left: number, right: number): boolean {
  const total = left + right;
  return total <= Number.MAX_SAFE_INTEGER || Math.abs(left - right) > total * doubt;
}

const signOf = (value: bigint) => (value > 0n ? 1 : value < 0n ? -1 : 0);
