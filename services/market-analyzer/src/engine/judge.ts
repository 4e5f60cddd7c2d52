/** Judges quote after quote whether a condition holds. Classes, so that the compiler knows each kind by its shape. */
import { above, below, compareToMean, compareToPrice, type Ratio } from './compare.ts';
import type { Condition } from './engine-rule.ts';
import type { PriceE8 } from './price.ts';
import { ExtremeWindow, MeanWindow } from './windows.ts';

export interface Judge {
  /** Whether the condition holds at this quote, which is later than all before it; then takes it into the window. */
  take(at: number, price: PriceE8): boolean;
  /** What `take` has held the last price against; null where there was nothing. */
  reference(): PriceE8 | null;
  /** How many quotes the window holds. */
  readonly heldQuotes: number;
}

/**
 * Answers what makes the judges of a rule, one for each symbol, without a past. What the rule says is the same object
 * for all of them: a hundred copies of a percentage would be read from memory one after the other.
 */
export function judgesOf(condition: Condition): () => Judge {
  switch (condition.kind) {
    case 'change': {
      const limits = limitsOf(condition);
      return () => new ChangeJudge(condition, limits);
    }
    case 'mean': {
      // Below the mean is less than 0 % below it.
      const direction = condition.direction === 'above' ? 'up' : 'down';
      const limits = limitsOf({ direction, percent: 0 });
      return () => new MeanJudge(condition, limits);
    }
    case 'deviation': {
      const limits = limitsOf(condition);
      return () => new MeanJudge(condition, limits);
    }
    case 'threshold':
      return () => new ThresholdJudge(condition);
    case 'absent':
      return () => new AbsentJudge();
  }
}

type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

/** Above and below which share of what a price is held against the condition holds; null: at none. */
interface Limits {
  risen: Ratio | null;
  fallen: Ratio | null;
}

const limitsOf = ({ direction, percent }: Pick<Of<'change'>, 'direction' | 'percent'>): Limits => ({
  risen: direction === 'down' ? null : above(percent),
  fallen: direction === 'up' ? null : below(percent),
});

class ChangeJudge implements Judge {
  readonly #lowest: ExtremeWindow | null;
  readonly #highest: ExtremeWindow | null;
  readonly #risen: Ratio | null;
  readonly #fallen: Ratio | null;
  #base: PriceE8 | null = null;

  constructor({ windowMs }: Of<'change'>, { risen, fallen }: Limits) {
    this.#lowest = risen === null ? null : new ExtremeWindow(windowMs, 1);
    this.#highest = fallen === null ? null : new ExtremeWindow(windowMs, -1);
    this.#risen = risen;
    this.#fallen = fallen;
  }

  take(at: number, price: PriceE8): boolean {
    const holds = this.#hasRisen(at, price) || this.#hasFallen(at, price);
    this.#lowest?.add(at, price);
    this.#highest?.add(at, price);
    return holds;
  }

  reference(): PriceE8 | null {
    return this.#base;
  }

  get heldQuotes(): number {
    return (this.#lowest?.size ?? 0) + (this.#highest?.size ?? 0);
  }

  #hasRisen(at: number, price: PriceE8): boolean {
    if (this.#lowest === null || this.#risen === null) return false;
    this.#lowest.moveTo(at);
    this.#base = this.#lowest.extreme;
    return this.#base !== null && compareToPrice(price, this.#base, this.#risen) > 0;
  }

  #hasFallen(at: number, price: PriceE8): boolean {
    if (this.#highest === null || this.#fallen === null) return false;
    this.#highest.moveTo(at);
    this.#base = this.#highest.extreme;
    return this.#base !== null && compareToPrice(price, this.#base, this.#fallen) < 0;
  }
}

class MeanJudge extends MeanWindow implements Judge {
  readonly #risen: Ratio | null;
  readonly #fallen: Ratio | null;
  readonly #minQuotes: number;

  constructor({ windowMs, minQuotes }: Of<'mean' | 'deviation'>, { risen, fallen }: Limits) {
    super(windowMs);
    this.#risen = risen;
    this.#fallen = fallen;
    this.#minQuotes = minQuotes;
  }

  take(at: number, price: PriceE8): boolean {
    this.moveTo(at);
    const holds = this.size >= this.#minQuotes && this.#isBeyond(price);
    this.add(at, price);
    return holds;
  }

  reference(): PriceE8 | null {
    return this.meanBefore;
  }

  get heldQuotes(): number {
    return this.size;
  }

  #isBeyond(price: PriceE8): boolean {
    if (this.#risen !== null && compareToMean(price, this, this.#risen) > 0) return true;
    return this.#fallen !== null && compareToMean(price, this, this.#fallen) < 0;
  }
}

class ThresholdJudge implements Judge {
  readonly heldQuotes = 0;
  readonly #limit: PriceE8;
  readonly #sign: 1 | -1;

  constructor({ direction, price }: Of<'threshold'>) {
    this.#limit = price;
    this.#sign = direction === 'above' ? 1 : -1;
  }

  take(_at: number, price: PriceE8): boolean {
    return (price - this.#limit) * this.#sign > 0;
  }

  reference(): PriceE8 {
    return this.#limit;
  }
}

/** Holds at no quote: absence is the clock's. */
class AbsentJudge implements Judge {
  readonly heldQuotes = 0;

  take(): boolean {
    return false;
  }

  reference(): null {
    return null;
  }
}

/** Judges nothing and remembers nothing. */
export const nobody: Judge = new AbsentJudge();
