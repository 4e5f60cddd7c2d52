/** Whatever is broken down, sold and undone: cuts + loss = input to the gram, and cost to the centavo. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import { completed, openShop, type Shop } from './shop.ts';

const inputMilli = fc.integer({ min: 1, max: 200_000 });
const breakdown = fc.record({
  kind: fc.constant('breakdown' as const),
  /** Index of the input: two carcasses, and a primal cut that comes of them. */
  input: fc.nat(2),
  inputMilli,
  /** Shares of the input's weight, of which the last is the loss. */
  shares: fc.array(fc.nat(1_000), { minLength: 2, maxLength: 6 }),
  costKey: fc.constantFrom('weight', 'weight_price'),
});
const step = fc.oneof(
  { weight: 3, arbitrary: breakdown },
  fc.record({
    kind: fc.constant('purchase' as const),
    input: fc.nat(1),
    inputMilli,
    unitCostMinor: fc.nat(9_000),
  }),
  fc.record({ kind: fc.constant('sale' as const), input: fc.nat(6), inputMilli }),
  fc.record({ kind: fc.constant('reverse' as const), which: fc.nat(20) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Cutting = typeof breakdown extends fc.Arbitrary<infer T> ? T : never;

describe('histories of breakdowns', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  it('balance in weight and cost, one by one and together, some of them at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 5 }), { maxLength: 6 }),
        async (rounds) => {
          const ids: string[] = [];
          const products = await makeProducts();
          for (const round of rounds) {
            await Promise.all(round.map((one) => act(one, { products, ids })));
          }
          for (const id of ids) await checkOne(id);
          await checkTogether(products);
        },
      ),
      { numRuns: 25 },
    );
  });

  /** Two carcasses, a primal cut, and cuts of it; one of them costs nothing in the catalogue. */
  async function makeProducts(): Promise<string[]> {
    const products = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6].map((n) => shop.addProduct({ priceMinor: 1_000 * n })),
    );
    for (const productId of products.slice(0, 2)) await shop.purchase(productId, 400_000, 1_999);
    return products;
  }

  /** Refusals are part of the game: what counts is what is left behind. */
  async function act(one: Step, { products, ids }: { products: string[]; ids: string[] }) {
    const stockist = shop.service.as('stockist');
    if (one.kind === 'reverse') {
      const id = ids[one.which % Math.max(ids.length, 1)];
      if (id !== undefined) await stockist.post(`/inventory/breakdowns/${id}/reverse`);
      return;
    }
    const productId = products[one.input] ?? '';
    if (one.kind === 'purchase') return shop.purchase(productId, one.inputMilli, one.unitCostMinor);
    if (one.kind === 'sale') {
      const line = { productId, quantityMilli: one.inputMilli };
      return shop.publish('sale.completed', completed(randomUUID(), [line]));
    }
    const answer = await stockist.post('/inventory/breakdowns', requestOf(one, products));
    if (answer.status === 201) ids.push(answer.body.id);
    else assert.ok([409, 422].includes(answer.status), JSON.stringify(answer.body));
  }

  function requestOf(
    { input, inputMilli: quantityMilli, shares, costKey }: Cutting,
    products: string[],
  ) {
    const total = shares.reduce((sum, share) => sum + share, 0);
    const outputs = shares.slice(0, -1).flatMap((share, index) => {
      const weight = total === 0 ? 0 : Math.floor((quantityMilli * share) / total);
      const productId = products[index + (index < input ? 0 : 1)] ?? '';
      return weight === 0 ? [] : [{ productId, quantityMilli: weight }];
    });
    return { inputProductId: products[input], quantityMilli, outputs, costKey };
  }

  async function checkOne(id: string): Promise<void> {
    const stockist = shop.service.as('stockist');
    const { body } = await stockist.get(`/inventory/breakdowns/${id}`);
    const sum = (key: string) =>
      body.outputs.reduce((all: number, one: Record<string, number>) => all + (one[key] ?? 0), 0);
    assert.equal(sum('weightMilli') + body.lossMilli, body.quantityMilli);
    assert.equal(sum('costMinor'), body.costMinor);
    const moved = await shop.db.query<{ quantity: number; cost: number; count: number }>(
      `SELECT sum(quantity_milli)::bigint AS quantity, sum(cost_minor)::bigint AS cost, count(*) AS count
       FROM movement WHERE source_id = $1 AND type = 'breakdown'`,
      [id],
    );
    const [{ quantity, cost, count } = { quantity: 0, cost: 0, count: 0 }] = moved;
    assert.deepEqual([quantity, cost, count], [0 - body.lossMilli, 0, body.outputs.length + 1]);
  }

  /** Also of reversals: all that breakdowns ever moved is worth nothing together. */
  async function checkTogether(products: string[]): Promise<void> {
    const [row] = await shop.db.query<{ cost: number }>(
      `SELECT coalesce(sum(cost_minor), 0)::bigint AS cost FROM movement
       WHERE type = 'breakdown' AND product_id = ANY($1::uuid[])`,
      [products],
    );
    assert.equal(row?.cost, 0);
    const proof = await shop.service.as('admin').get('/inventory/stock/verify');
    assert.equal(proof.body.isConsistent, true, JSON.stringify(proof.body));
  }
});
