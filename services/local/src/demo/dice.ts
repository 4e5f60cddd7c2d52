/** Chance that can be had again: one seed and one name give the same throws and the same ids every time. */
import { createHash } from 'node:crypto';
import { createRandom } from '@balcao/kit/random.ts';

export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  /** True in `probability` of all throws. */
  hits(probability: number): boolean;
  /** One of them, each as likely as its weight says. Throws RangeError for none at all. */
  weighted<T>(items: readonly T[], weightOf: (item: T) => number): T;
  pick<T>(items: readonly T[]): T;
  /** Near `mean`: a bell of three throws that ends at ± `spread` × `mean`. */
  around(mean: number, spread: number): number;
}

/** Each name has throws of its own, so that one part of the plan does not shift another. */
export function createDice(seed: number, name: string): Dice {
  const next = createRandom(digest(seed, name).readUInt32BE());
  const weighted = <T>(items: readonly T[], weightOf: (item: T) => number): T => {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0);
    let rest = next() * total;
    for (const item of items) {
      rest -= weightOf(item);
      if (rest < 0) return item;
    }
    const last = items.at(-1);
    if (last === undefined) throw new RangeError('there is nothing to choose from');
    return last;
  };
  return {
    next,
    whole: (min, max) => min + Math.floor(next() * (max - min + 1)),
    hits: (probability) => next() < probability,
    weighted,
    pick: (items) => weighted(items, () => 1),
    around: (mean, spread) => mean * (1 + ((next() + next() + next()) / 1.5 - 1) * spread),
  };
}

/** Where a name has no time of its own: before all that the demo plays. */
const timeless = new Date('2020-01-01T00:00:00Z');

/** A UUID of version 7 (RFC 9562) whose random bits are a digest of seed and name. */
export function demoId(seed: number, name: string, at = timeless): string {
  const time = at.getTime().toString(16).padStart(12, '0');
  const bits = digest(seed, name).toString('hex');
  const variant = '89ab'.charAt(Number.parseInt(bits.charAt(3), 16) % 4);
  const parts = [
    time.slice(0, 8),
    time.slice(8),
    `7${bits.slice(0, 3)}`,
    `${variant}${bits.slice(4, 7)}`,
    bits.slice(7, 19),
  ];
  return parts.join('-');
}

function digest(seed: number, name: string): Buffer {
  return createHash('sha256').update(`${seed}/${name}`).digest();
}
