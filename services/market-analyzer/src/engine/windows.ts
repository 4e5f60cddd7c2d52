/**
 * The windows of a series. At a quote of time `t` a window of `w` holds the quotes of `[t − w, t)`: one that is
 * exactly as old as the window is in it, the quote that is being judged is not.
 */
import type { PriceE8 } from './price.ts';
import { Ring } from './ring.ts';
import { RunningSum } from './running-sum.ts';

/** The mean of a window, in constant time for each quote. */
export class MeanWindow {
  readonly sum = new RunningSum();
  readonly #quotes = new Ring();
  readonly #lengthMs: number;

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** Rounded half up; null where the window is empty. */
  get mean(): PriceE8 | null {
    return this.sum.count === 0 ? null : this.sum.mean;
  }

  moveTo(at: number): void {
    const quotes = this.#quotes;
    const oldest = at - this.#lengthMs;
    while (quotes.size > 0 && quotes.firstTime < oldest) {
      this.sum.subtract(quotes.firstPrice);
      quotes.dropFirst();
    }
  }

  add(at: number, price: PriceE8): void {
    this.#quotes.push(at, price);
    this.sum.add(price);
  }
}

/**
 * The lowest (`sign` 1) or highest (`sign` −1) price of a window, in constant time on the average: a monotonic
 * deque, which forgets each price that a later one has beaten.
 */
export class ExtremeWindow {
  readonly #candidates = new Ring();
  readonly #lengthMs: number;
  readonly #sign: 1 | -1;

  constructor(lengthMs: number, sign: 1 | -1) {
    this.#lengthMs = lengthMs;
    this.#sign = sign;
  }

  /** Of those in the window only the ones that none later has beaten. */
  get size(): number {
    return this.#candidates.size;
  }

  /** Null where the window is empty. */
  get extreme(): PriceE8 | null {
    return this.#candidates.size === 0 ? null : this.#candidates.firstPrice;
  }

  moveTo(at: number): void {
    const candidates = this.#candidates;
    const oldest = at - this.#lengthMs;
    while (candidates.size > 0 && candidates.firstTime < oldest) candidates.dropFirst();
  }

  add(at: number, price: PriceE8): void {
    const candidates = this.#candidates;
    const sign = this.#sign;
    while (candidates.size > 0 && (candidates.lastPrice - price) * sign >= 0) candidates.dropLast();
    candidates.push(at, price);
  }
}
