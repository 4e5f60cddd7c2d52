/** Counts under concurrent sales: once a count is submitted, the books hold what was found and what has moved since. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { businessCalendar } from '@balcao/contracts/shop-clock.ts';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, refunded, type Shop } from './shop.ts';

const startMilli = 50_000;

const quantity = fc.integer({ min: 1, max: 4_000 });
const product = fc.nat(2);
const step = fc.oneof(
  /** `isLate`: inventory hears of it only after all countings, right before the count is submitted. */
  fc.record({ kind: fc.constant('sale' as const), product, quantity, isLate: fc.boolean() }),
  fc.record({ kind: fc.constant('refund' as const), product, quantity, isLate: fc.boolean() }),
  /** What nobody books: theft, or a forgotten box. */
  fc.record({ kind: fc.constant('theft' as const), product, quantity }),
  fc.record({ kind: fc.constant('find' as const), product, quantity }),
  fc.record({ kind: fc.constant('count' as const), product, isLate: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('counts under concurrent sales', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('hold after any history of sales, refunds, thefts and countings, in whatever order they are heard of', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.array(fc.tuple(product, quantity), { maxLength: 6 }),
        async (steps, salesAtTheEnd) => {
          const history = await play(steps, salesAtTheEnd);
          for (const [index, productId] of history.productIds.entries()) {
            const { body } = await shop.service.as('stockist').get(`/inventory/stock/${productId}`);
            assert.equal(body.onHandMilli, history.books[index]);
          }
          const proof = await shop.service.as('admin').get('/inventory/stock/verify');
          assert.equal(proof.body.isConsistent, true);
        },
      ),
      { numRuns: 30 },
    );
  });

  /** Plays a history; `books` is what the levels must be in the end. */
  async function play(steps: Step[], salesAtTheEnd: [product: number, quantity: number][]) {
    const stockist = shop.service.as('stockist');
    const productIds = await Promise.all([0, 1, 2].map(() => shop.addProduct()));
    const sold = await sellFirst(productIds, steps);
    const opened = await stockist.post('/inventory/counts', { productIds });
    assert.equal(opened.status, 201);
    const [physical, books] = [
      Array<number>(3).fill(startMilli),
      Array<number>(3).fill(startMilli),
    ];
    const tick = clock(opened.body.openedAt);
    const soon: (() => Promise<void>)[] = [];
    const late: (() => Promise<void>)[] = [];

    for (const [index, one] of steps.entries()) {
      const at = tick();
      const productId = productIds[one.product] ?? '';
      const there = physical[one.product] ?? 0;
      if (one.kind === 'count') {
        books[one.product] = there;
        const lines = [{ productId, countedMilli: there, countedAt: at }];
        (one.isLate ? late : soon).push(() => put(opened.body.id, lines));
        continue;
      }
      const isIn = one.kind === 'refund' || one.kind === 'find';
      const movedMilli = isIn ? one.quantity : -Math.min(one.quantity, there);
      physical[one.product] = there + movedMilli;
      if (one.kind === 'theft' || one.kind === 'find' || movedMilli === 0) continue;
      books[one.product] = (books[one.product] ?? 0) + movedMilli;
      const orderId = sold.get(index);
      const line = { productId, quantityMilli: Math.abs(movedMilli) };
      const move = () => (orderId === undefined ? sell(line, at) : giveBack(orderId, line, at));
      (one.isLate ? late : soon).push(move);
    }

    await Promise.all(soon.map((run) => run()));
    await Promise.all(late.map((run) => run()));
    const ending = salesAtTheEnd.map(([index, quantityMilli]) => {
      books[index] = (books[index] ?? 0) - quantityMilli;
      return sell({ productId: productIds[index] ?? '', quantityMilli }, tick());
    });
    const [submitted] = await Promise.all([
      stockist.post(`/inventory/counts/${opened.body.id}/submit`),
      ...ending,
    ]);
    assert.equal(submitted.status, 200, JSON.stringify(submitted.body));
    return { productIds, books };
  }

  /** Buys so much that `startMilli` is left when all is sold that will come back; answers the orders of those. */
  async function sellFirst(productIds: string[], steps: Step[]): Promise<Map<number, string>> {
    const orders = new Map<number, string>();
    const bought = productIds.map(() => startMilli);
    for (const [index, one] of steps.entries()) {
      if (one.kind !== 'refund') continue;
      orders.set(index, randomUUID());
      bought[one.product] = (bought[one.product] ?? 0) + one.quantity;
    }
    for (const [index, productId] of productIds.entries()) {
      await shop.purchase(productId, bought[index] ?? 0);
    }
    for (const [index, orderId] of orders) {
      const one = steps[index];
      if (one === undefined || !('quantity' in one)) continue;
      const lines = [{ productId: productIds[one.product] ?? '', quantityMilli: one.quantity }];
      await shop.publish('sale.completed', completed(orderId, lines));
    }
    return orders;
  }

  async function put(countId: string, lines: object[]): Promise<void> {
    const path = `/inventory/counts/${countId}/lines`;
    const answer = await shop.service.as('stockist').put(path, { lines });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
  }

  function sell(line: Line, at: string): Promise<void> {
    const sale = completed(randomUUID(), [line]);
    return shop.publish('sale.completed', { ...sale, completedAt: at, businessDate: dayOf(at) });
  }

  function giveBack(orderId: string, line: Line, at: string): Promise<void> {
    const refund = refunded(orderId, [line]);
    return shop.publish('sale.refunded', { ...refund, refundedAt: at, businessDate: dayOf(at) });
  }
});

interface Line {
  productId: string;
  quantityMilli: number;
}

function dayOf(at: string): string {
  return businessCalendar('America/Sao_Paulo')(new Date(at));
}

/** Instants one microsecond apart, from a moment on. */
function clock(from: string): () => string {
  let micros = 0;
  return () => {
    micros += 1;
    return from.replace('Z', `${String(micros).padStart(3, '0')}Z`);
  };
}
