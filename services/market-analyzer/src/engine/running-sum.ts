/** The sum of the prices in a window: exact whatever comes and goes, so that no error ever builds up. */
import type { PriceE8 } from './price.ts';

/** Half of a price's 53 bits: sums of the halves stay exact for 2^26 prices, sums of whole prices would not. */
const half = 2 ** 26;

export class RunningSum {
  count = 0;
  #high = 0;
  #low = 0;

  add(price: PriceE8): void {
    const high = Math.floor(price / half);
    this.#high += high;
    this.#low += price - high * half;
    this.count += 1;
  }

  /** Takes away a price that was added. */
  subtract(price: PriceE8): void {
    const high = Math.floor(price / half);
    this.#high -= high;
    this.#low -= price - high * half;
    this.count -= 1;
  }

  /** The sum as the nearest float: exact up to 2^53. */
  get nearest(): number {
    return this.#high * half + this.#low;
  }

  get exact(): bigint {
    return BigInt(this.#high) * BigInt(half) + BigInt(this.#low);
  }

  /** The mean, rounded half up; of at least one price. */
  get mean(): PriceE8 {
    const { nearest, count } = this;
    if (nearest * 2 + count <= Number.MAX_SAFE_INTEGER) {
      return Math.floor((nearest * 2 + count) / (count * 2));
    }
    return Number((this.exact * 2n + BigInt(count)) / BigInt(count * 2));
  }
}
