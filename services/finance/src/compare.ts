/** An amount beside the one of the period before. */
import type { Comparison } from '@balcao/contracts/api/finance-reports.ts';
import { multiplyDivide } from '@balcao/contracts/money.ts';

/** Hundredths of a percent. */
const whole = 10_000;

export interface Pair {
  amountMinor: number;
  beforeMinor: number;
}

/** The change is of the magnitude of what was before, so that less loss is a gain. */
export function compare({ amountMinor, beforeMinor }: Pair): Comparison {
  const change = amountMinor - beforeMinor;
  return {
    amountMinor,
    beforeMinor,
    changeBasisPoints: basisPoints(change, Math.abs(beforeMinor)),
  };
}

/** `part` of `of`, rounded half up; null where `of` is not above zero. */
export function basisPoints(part: number, of: number): number | null {
  return of > 0 ? multiplyDivide(part, whole, of) : null;
}

/** Σ of `plus` less Σ of `minus`. */
export function total(plus: readonly Pair[], minus: readonly Pair[] = []): Pair {
  const sum = (field: keyof Pair) =>
    plus.reduce((all, pair) => all + pair[field], 0) -
    minus.reduce((all, pair) => all + pair[field], 0);
  return { amountMinor: sum('amountMinor'), beforeMinor: sum('beforeMinor') };
}
