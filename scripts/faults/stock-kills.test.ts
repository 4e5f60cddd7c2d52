/** Killed while meat is cut and counted, the shop cuts each carcass once and corrects each difference once. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { balanceOf, verifyBooks } from '../harness/audit.ts';
import { stockUp } from '../harness/counter.ts';
import { waysToDie } from '../harness/mortal-shop.ts';
import { type Caller, callStubbornly } from '../harness/stubborn-call.ts';

const rounds = 60;
const kills = 8;
const victims = ['inventory', 'product', 'finance'];
const stockedMilli = 1_000_000_000;
const inputMilli = 100_000;
const cutMilli = [30_000, 45_000] as const;
/** What each count finds missing. */
const missingMilli = 10;
const limitMs = 420_000;

describe('kill -9 during sixty breakdowns and counts, eight times', () => {
  for (const { of, run } of waysToDie) {
    it(`${of}: each has its effect once, and stock and ledger agree`, async function () {
      this.timeout(limitMs);
      const deaths = { things: rounds, kills, victims };
      await run(this, deaths, async ({ caller, onAnswered, reopened }) => {
        const { productIds } = await stockUp(caller.url(), 4);
        let answered = 0;
        const onBreakdown = () => {
          answered += 1;
          onAnswered(answered);
        };
        await Promise.all([
          cutMeat(caller, productIds, onBreakdown),
          countMeat(caller, productIds),
        ]);
        await reopened();
        const admin = createApiClient(caller.url(), await caller.token());
        await eventually(() => auditStock(admin, productIds), 60_000);
      });
    });
  }
});

/** Breakdowns, three at a time; every third is undone. */
async function cutMeat(caller: Caller, productIds: string[], onAnswered: () => void) {
  const [inputProductId, ...cuts] = productIds;
  const outputs = cutMilli.map((quantityMilli, index) => ({
    productId: cuts[index],
    quantityMilli,
  }));
  let started = 0;
  const worker = async () => {
    while (started < rounds) {
      started += 1;
      const isMistake = started % 3 === 0;
      const id = randomUUID();
      const body = { id, inputProductId, quantityMilli: inputMilli, outputs };
      const path = '/inventory/breakdowns';
      await callStubbornly(caller, { method: 'POST', path, body, key: id });
      if (isMistake) {
        await callStubbornly(caller, {
          method: 'POST',
          path: `${path}/${id}/reverse`,
          key: `undo-${id}`,
        });
      }
      onAnswered();
    }
  };
  await Promise.all([worker(), worker(), worker()]);
}

/** Counts of the one product that is not cut, one after the other: each finds a little less. */
async function countMeat(caller: Caller, productIds: string[]): Promise<void> {
  const productId = productIds[3];
  for (let round = 1; round <= rounds / 3; round += 1) {
    const id = randomUUID();
    const path = '/inventory/counts';
    const body = { id, productIds: [productId] };
    await callStubbornly(caller, { method: 'POST', path, body, key: id });
    const lines = [{ productId, countedMilli: stockedMilli - round * missingMilli }];
    const save = { path: `${path}/${id}/lines`, body: { lines }, key: `save-${id}` };
    await callStubbornly(caller, { method: 'PUT', ...save });
    await callStubbornly(caller, {
      method: 'POST',
      path: `${path}/${id}/submit`,
      key: `end-${id}`,
    });
  }
}

async function auditStock(admin: ApiClient, productIds: string[]): Promise<void> {
  const cut = rounds - Math.floor(rounds / 3);
  const expected = [
    stockedMilli - cut * inputMilli,
    stockedMilli + cut * cutMilli[0],
    stockedMilli + cut * cutMilli[1],
    stockedMilli - (rounds / 3) * missingMilli,
  ];
  let valueMinor = 0;
  for (const [index, productId] of productIds.entries()) {
    const { body } = await admin.get(`/inventory/stock/${productId}`);
    assert.equal(body.onHandMilli, expected[index]);
    valueMinor += body.valueMinor;
  }
  const worthMinor = await balanceOf(admin, 'inventory');
  assert.equal(worthMinor, valueMinor, 'the ledger holds what the stock is worth');
  await verifyBooks(admin);
}
