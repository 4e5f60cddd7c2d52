/** A stretch of a storm: six tills sell until they are let go, and what came of it is judged. */
import { setTimeout as delay } from 'node:timers/promises';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { keepLoggedIn } from '../harness/keep-logged-in.ts';
import { auditStorm, type Whole } from './audit-storm.ts';
import { addScarce, drawWish } from './goods.ts';
import type { Sale } from './sale.ts';
import { sell } from './till.ts';

const tills = 6;
const pauseMs = 100;
const auditWithinMs = 120_000;

export interface Market {
  url: string;
  customerId: string;
  /** Products of which there is more than a storm can sell. */
  plenty: string[];
  random: () => number;
  /** Of the whole storm: a slice adds its own. */
  whole: Whole;
}

export interface Slice {
  sales: readonly Sale[];
  /** Sells once more, in cash; answers how long it took in milliseconds. */
  sellOnce: () => Promise<number>;
  /** Lets the tills finish, and answers what is found. */
  close(): Promise<string[]>;
}

/** @param name of its own, for its products */
export async function openSlice(market: Market, name: string): Promise<Slice> {
  const { url, customerId, plenty, random, whole } = market;
  const sales: Sale[] = [];
  const token = keepLoggedIn(() => url);
  const till = { caller: { url: () => url, token }, customerId };
  const call = createApiClient(url, await token());
  const scarce = [await addScarce(call, `${name}-A`), await addScarce(call, `${name}-B`)];
  for (const goods of scarce) whole.stockedMilli.set(goods.productId, goods.stockedMilli);
  const failures: string[] = [];
  let isOver = false;

  async function work(): Promise<void> {
    while (!isOver) {
      await sell(till, drawWish(plenty, scarce, random), sales);
      await delay(pauseMs);
    }
  }

  const note = (error: unknown) => void failures.push(`a till stopped: ${error}`);
  const working = Promise.all(Array.from({ length: tills }, () => work().catch(note)));
  return {
    sales,
    async sellOnce() {
      const wish = { productIds: plenty.slice(0, 1), method: 'cash', isTwice: false } as const;
      return durationOf(await sell(till, wish, sales));
    },
    async close() {
      isOver = true;
      await working;
      whole.sales.push(...sales);
      const admin = createApiClient(url, await token());
      return [...failures, ...(await auditStorm(admin, { sales, scarce }, whole, auditWithinMs))];
    },
  };
}

/** Infinite where its till never saw its end. */
export const durationOf = ({ askedAtMs, endedAtMs }: Sale): number =>
  (endedAtMs ?? Number.POSITIVE_INFINITY) - askedAtMs;
