/** Judges quote after quote whether a condition holds. Classes, so that the compiler knows each kind by its shape. */
import { above, below, compareToMean, compareToPrice, type Ratio, same } from './compare.ts';
import type { Condition } from './engine-rule.ts';
import type { PriceE8 } from './price.ts';
import { ExtremeWindow, MeanWindow } from './windows.ts';

export interface Judge {
  /** Whether the condition holds at this quote, which is later than all before it. */
  holds(at: number, price: PriceE8): boolean;
  /** What `holds` has held the price against; null where there was nothing. */
  reference(): PriceE8 | null;
  /** Takes the quote that was judged into the window. */
  add(at: number, price: PriceE8): void;
  /** How many quotes the window holds. */
  readonly heldQuotes: number;
}

/** A judge without a past. */
export function createJudge(condition: Condition): Judge {
  switch (condition.kind) {
    case 'change':
      return new ChangeJudge(condition);
    case 'mean':
      return new MeanJudge(condition);
    case 'deviation':
      return new DeviationJudge(condition);
    case 'threshold':
      return new ThresholdJudge(condition);
    case 'absent':
      return new AbsentJudge();
  }
}

type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

class ChangeJudge implements Judge {
  readonly #lowest: ExtremeWindow | null;
  readonly #highest: ExtremeWindow | null;
  readonly #risen: Ratio;
  readonly #fallen: Ratio;
  #base: PriceE8 | null = null;

  constructor({ direction, percent, windowMs }: Of<'change'>) {
    this.#lowest = direction === 'down' ? null : new ExtremeWindow(windowMs, 1);
    this.#highest = direction === 'up' ? null : new ExtremeWindow(windowMs, -1);
    this.#risen = above(percent);
    this.#fallen = below(percent);
  }

  holds(at: number, price: PriceE8): boolean {
    return this.#hasRisen(at, price) || this.#hasFallen(at, price);
  }

  reference(): PriceE8 | null {
    return this.#base;
  }

  add(at: number, price: PriceE8): void {
    this.#lowest?.add(at, price);
    this.#highest?.add(at, price);
  }

  get heldQuotes(): number {
    return (this.#lowest?.size ?? 0) + (this.#highest?.size ?? 0);
  }

  #hasRisen(at: number, price: PriceE8): boolean {
    if (this.#lowest === null) return false;
    this.#lowest.moveTo(at);
    this.#base = this.#lowest.extreme;
    return this.#base !== null && compareToPrice(price, this.#base, this.#risen) > 0;
  }

  #hasFallen(at: number, price: PriceE8): boolean {
    if (this.#highest === null) return false;
    this.#highest.moveTo(at);
    this.#base = this.#highest.extreme;
    return this.#base !== null && compareToPrice(price, this.#base, this.#fallen) < 0;
  }
}

class MeanJudge implements Judge {
  readonly #window: MeanWindow;
  readonly #sign: 1 | -1;
  readonly #minQuotes: number;

  constructor({ direction, windowMs, minQuotes }: Of<'mean'>) {
    this.#window = new MeanWindow(windowMs);
    this.#sign = direction === 'above' ? 1 : -1;
    this.#minQuotes = minQuotes;
  }

  holds(at: number, price: PriceE8): boolean {
    this.#window.moveTo(at);
    const { sum } = this.#window;
    return sum.count >= this.#minQuotes && compareToMean(price, sum, same) * this.#sign > 0;
  }

  reference(): PriceE8 | null {
    return this.#window.mean;
  }

  add(at: number, price: PriceE8): void {
    this.#window.add(at, price);
  }

  get heldQuotes(): number {
    return this.#window.sum.count;
  }
}

class DeviationJudge implements Judge {
  readonly #window: MeanWindow;
  readonly #risen: Ratio | null;
  readonly #fallen: Ratio | null;
  readonly #minQuotes: number;

  constructor({ direction, percent, windowMs, minQuotes }: Of<'deviation'>) {
    this.#window = new MeanWindow(windowMs);
    this.#risen = direction === 'down' ? null : above(percent);
    this.#fallen = direction === 'up' ? null : below(percent);
    this.#minQuotes = minQuotes;
  }

  holds(at: number, price: PriceE8): boolean {
    this.#window.moveTo(at);
    const { sum } = this.#window;
    if (sum.count < this.#minQuotes) return false;
    if (this.#risen !== null && compareToMean(price, sum, this.#risen) > 0) return true;
    return this.#fallen !== null && compareToMean(price, sum, this.#fallen) < 0;
  }

  reference(): PriceE8 | null {
    return this.#window.mean;
  }

  add(at: number, price: PriceE8): void {
    this.#window.add(at, price);
  }

  get heldQuotes(): number {
    return this.#window.sum.count;
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

  holds(_at: number, price: PriceE8): boolean {
    return (price - this.#limit) * this.#sign > 0;
  }

  reference(): PriceE8 {
    return this.#limit;
  }

  add(): void {}
}

/** Holds at no quote: absence is the clock's. */
class AbsentJudge implements Judge {
  readonly heldQuotes = 0;

  holds(): boolean {
    return false;
  }

  reference(): null {
    return null;
  }

  add(): void {}
}

/** Judges nothing and remembers nothing. */
export const nobody: Judge = new AbsentJudge();
