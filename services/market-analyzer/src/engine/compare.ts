/**
 * Exact comparisons that are nearly always made by floats: a float's rounding is bounded, so a difference above
 * the bound has the right sign; only what is closer is reckoned again with whole numbers of any size.
 * The idea is the "floating-point filter" of Shewchuk's adaptive predicates (1997).
 */
import type { PriceE8 } from './price.ts';

/** `of ÷ over`, both safe integers: 11 ÷ 10 is "a tenth more". */
export interface Ratio {
  of: number;
  over: number;
}

/** A percentage has at most four decimals. */
const whole = 1_000_000;

/** `percent` (up to four decimals) more than all of it. */
export const above = (percent: number): Ratio => ofWhole(whole + toParts(percent));

/** `percent` (up to four decimals) less than all of it; never below nothing. */
export const below = (percent: number): Ratio => ofWhole(Math.max(0, whole - toParts(percent)));

/** In lowest terms: the smaller the numbers, the more products of prices are exact floats. */
function ofWhole(parts: number): Ratio {
  const divisor = greatestDivisor(whole, parts);
  return { of: parts / divisor, over: whole / divisor };
}

/** Euclid's; `b` may be 0. */
const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

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

/** The sum of some prices. */
export interface Sum {
  readonly count: number;
  /** The nearest float: exact up to 2^53. */
  readonly nearest: number;
  readonly exact: bigint;
}

/** The sign of `price − mean · ratio`, without dividing. */
export function compareToMean(price: PriceE8, sum: Sum, { of, over }: Ratio): number {
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
