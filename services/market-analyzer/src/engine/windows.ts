/**
 * The windows of a series. At a quote of time `t` a window of `w` holds the quotes of `[t − w, t)`: one that is
 * exactly as old as the window is in it, the quote that is being judged is not.
 *
 * A window is a ring, and a judge is a window, where having one would do: each quote looks at the windows of its
 * symbol once, among those of all others, and every object on the way to them is one more miss of the processor's cache.
 */
import type { Sum } from './compare.ts';
import type { PriceE8 } from './price.ts';
import { Ring } from './ring.ts';

/** Every price is below it, and whole numbers up to it are exact. */
const carry = 2 ** 53;

/**
 * The mean of a window, in constant time for each quote. Its sum is so many times 2^53 and a rest below that: exact
 * whatever comes and goes, so that no error ever builds up.
 */
export class MeanWindow extends Ring implements Sum {
  readonly #lengthMs: number;
  #carries = 0;
  #rest = 0;

  constructor(lengthMs: number) {
    super();
    this.#lengthMs = lengthMs;
  }

  get count(): number {
    return this.size;
  }

  get nearest(): number {
    return this.#carries * carry + this.#rest;
  }

  get exact(): bigint {
    return BigInt(this.#carries) * BigInt(carry) + BigInt(this.#rest);
  }

  moveTo(at: number): void {
    const oldest = at - this.#lengthMs;
    while (this.size > 0 && this.firstTime < oldest) {
      this.#subtract(this.firstPrice);
      this.dropFirst();
    }
  }

  add(at: number, price: PriceE8): void {
    this.push(at, price);
    // In this order nothing on the way is beyond ±2^53.
    const beyond = this.#rest - carry + price;
    if (beyond < 0) this.#rest += price;
    else {
      this.#rest = beyond;
      this.#carries += 1;
    }
  }

  /** The mean before the last quote was added, rounded half up; null where it was the first one. */
  get meanBefore(): PriceE8 | null {
    const count = BigInt(this.size - 1);
    if (count === 0n) return null;
    const sum = this.exact - BigInt(this.lastPrice);
    return Number((sum * 2n + count) / (count * 2n));
  }

  #subtract(price: PriceE8): void {
    const left = this.#rest - price;
    if (left >= 0) this.#rest = left;
    else {
      this.#rest = left + carry;
      this.#carries -= 1;
    }
  }
}

/**
 * The lowest (`sign` 1) or highest (`sign` −1) price of a window, in constant time on the average: a monotonic
 * deque, which forgets each price that a later one has beaten. Its `size` counts only those that none has beaten.
 */
export class ExtremeWindow extends Ring {
  readonly #lengthMs: number;
  readonly #sign: 1 | -1;

  constructor(lengthMs: number, sign: 1 | -1) {
    super();
    this.#lengthMs = lengthMs;
    this.#sign = sign;
  }

  /** Null where the window is empty. */
  get extreme(): PriceE8 | null {
    return this.size === 0 ? null : this.firstPrice;
  }

  moveTo(at: number): void {
    const oldest = at - this.#lengthMs;
    while (this.size > 0 && this.firstTime < oldest) this.dropFirst();
  }

  add(at: number, price: PriceE8): void {
    const sign = this.#sign;
    while (this.size > 0 && (this.lastPrice - price) * sign >= 0) this.dropLast();
    this.push(at, price);
  }
}
