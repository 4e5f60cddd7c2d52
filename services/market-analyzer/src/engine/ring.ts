/** Prices and their times, first in at the front: a ring that doubles when it is full and allocates nothing else. */
import type { PriceE8 } from './price.ts';

const firstCapacity = 16;

export class Ring {
  size = 0;
  #head = 0;
  #mask = firstCapacity - 1;
  /** Time, price, time, price: what is used together lies together. */
  #slots = new Float64Array(firstCapacity * 2);

  /** Of a ring that is not empty, as are all the others. */
  get firstTime(): number {
    return this.#slots[this.#head * 2] ?? Number.NaN;
  }

  get firstPrice(): PriceE8 {
    return this.#slots[this.#head * 2 + 1] ?? Number.NaN;
  }

  get lastTime(): number {
    return this.#slots[((this.#head + this.size - 1) & this.#mask) * 2] ?? Number.NaN;
  }

  get lastPrice(): PriceE8 {
    return this.#slots[((this.#head + this.size - 1) & this.#mask) * 2 + 1] ?? Number.NaN;
  }

  push(time: number, price: PriceE8): void {
    if (this.size > this.#mask) this.#grow();
    const slot = ((this.#head + this.size) & this.#mask) * 2;
    this.#slots[slot] = time;
    this.#slots[slot + 1] = price;
    this.size += 1;
  }

  dropFirst(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.size -= 1;
  }

  dropLast(): void {
    this.size -= 1;
  }

  #grow(): void {
    const full = this.#slots;
    const wider = new Float64Array(full.length * 2);
    wider.set(full.subarray(this.#head * 2));
    wider.set(full.subarray(0, this.#head * 2), full.length - this.#head * 2);
    this.#slots = wider;
    this.#head = 0;
    this.#mask = wider.length / 2 - 1;
  }
}
