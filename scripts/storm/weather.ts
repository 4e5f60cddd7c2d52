/** The blows of a slice, one after the other: each is struck, mended, and followed until the shop sells as quickly as before. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Blow, wordFault } from './plan.ts';
import type { StormShop } from './storm-shop.ts';
import { strike } from './strike.ts';

/** So many quick sales in a row show that the shop has recovered. */
const quickInARow = 3;
const giveUpAfterMs = 60_000;

export interface Recovery {
  blow: Blow;
  /** From the end of the fault to the end of the first quick sale; infinite where there were none in a minute. */
  afterMs: number;
  /** How many sales ended while the fault lasted: what the shop could still do, and a sign that the fault was felt. */
  soldMeanwhile: number;
}

export interface Weather {
  shop: StormShop;
  plan: Iterator<Blow, never>;
  untilMs: number;
  /** Sells once and tells how long it took, in milliseconds. */
  sellOnce: () => Promise<number>;
  /** How many sales have ended so far. */
  countSold: () => number;
  /** How quick is quick. */
  limitMs: number;
  onRecovered: (recovery: Recovery) => void;
}

export async function rage(weather: Weather): Promise<void> {
  while (performance.now() < weather.untilMs) {
    const blow = weather.plan.next().value;
    const before = weather.countSold();
    await hit(weather.shop, blow);
    const soldMeanwhile = weather.countSold() - before;
    weather.onRecovered({ blow, soldMeanwhile, afterMs: await recover(weather) });
  }
}

async function hit(shop: StormShop, { faults, forMs }: Blow): Promise<void> {
  const mends = await Promise.all(
    faults.map(async (fault) => {
      try {
        return await strike(shop, fault);
      } catch (error) {
        throw new Error(`cannot ${wordFault(fault)}`, { cause: error });
      }
    }),
  );
  await delay(forMs);
  await Promise.all(mends.map((mend) => mend()));
}

async function recover({ sellOnce, limitMs }: Weather): Promise<number> {
  const mendedAt = performance.now();
  let since = mendedAt;
  for (let quick = 0; quick < quickInARow; ) {
    if (performance.now() - mendedAt > giveUpAfterMs) return Number.POSITIVE_INFINITY;
    const isQuick = (await sellOnce()) <= limitMs;
    if (quick === 0) since = performance.now();
    quick = isQuick ? quick + 1 : 0;
  }
  return since - mendedAt;
}
