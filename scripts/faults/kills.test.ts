/** Killed at random moments, the shop loses nothing and does nothing twice. */
import assert from 'node:assert/strict';
import { createApiClient } from '@balcao/kit/testing/api-client.ts';
import { audit } from '../harness/audit.ts';
import { stockUp } from '../harness/counter.ts';
import { waysToDie } from '../harness/mortal-shop.ts';
import { sellStubbornly } from '../harness/stubborn-seller.ts';

const orders = 500;
const kills = 20;
const stockedMilli = 1_000_000_000;
const limitMs = 420_000;

describe('kill -9 during 500 orders, twenty times', () => {
  for (const { of, run } of waysToDie) {
    it(`${of}: every answered order ends, each effect once`, async function () {
      this.timeout(limitMs);
      await run(this, { things: orders, kills }, async ({ caller, onAnswered, reopened }) => {
        const { productIds } = await stockUp(caller.url(), 3);
        const sale = { productIds, orders, concurrency: 4, onAnswered };
        const orderIds = await sellStubbornly({ ...caller, ...sale });
        await reopened();
        const admin = createApiClient(caller.url(), await caller.token());
        const audited = { admin, orderIds, productIds, stockedMilli, withinMs: 120_000 };
        assert.equal(await audit(audited), orders, 'stock was plenty, so every order completes');
      });
    });
  }
});
