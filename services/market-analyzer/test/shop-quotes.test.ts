/** Guarantees of the shop's own quotes: today's cost and its share of the price of each product, once for each change of them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { EventPayload, EventType } from '@balcao/contracts/events/catalog.ts';
import type { Envelope } from '@balcao/kit/bus.ts';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { envelope } from '@balcao/kit/testing/envelopes.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { after, before, describe, it } from 'mocha';
import { type Market, startMarket } from './harness.ts';

type Product = EventPayload<'product.created'>['product'];

const minute = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * minute).toISOString();

/** At R$ 40.00, of which the catalogue says that R$ 30.00 are its cost. */
function someProduct(parts: Partial<Product> = {}): Product {
  const id = randomUUID();
  return {
    id,
    sku: `bov-${id.slice(0, 8)}`,
    name: 'Picanha',
    categoryId: null,
    unit: 'kg',
    priceMinor: 4_000,
    costMinor: 3_000,
    plu: null,
    barcode: null,
    shelfLifeDays: null,
    active: true,
    version: 1,
    ...parts,
  };
}

describe("the shop's own quotes", () => {
  let market: Market;
  let admin: ApiClient;

  before(async () => {
    market = await startMarket();
    admin = market.as('admin');
  });
  after(() => market?.stop());

  /** Resolves when it has been handled; answers what to publish in order to say it again. */
  async function tell<Type extends EventType>(
    type: Type,
    { subject, time, data }: { subject: string; time: string; data: EventPayload<Type> },
  ): Promise<Envelope> {
    const event = envelope({ type, subject, time, data });
    await market.bus.publish(event);
    return event;
  }
  const tellProduct = (product: Product, time: string) => {
    const type = product.version === 1 ? 'product.created' : 'product.updated';
    return tell(type, { subject: product.id, time, data: { product } });
  };
  const tellGoods = (productId: string, costMinor: number, occurredAt: string) => {
    const data = { productId, quantityMilli: 2_000, costMinor, occurredAt };
    return tell('stock.costed', { subject: productId, time: ago(0), data });
  };
  /** All quotes of a symbol of a product, in the order of their times. */
  const quotesOf = (name: 'COST' | 'COST-SHARE', { sku }: Product) =>
    market.db.query<{ price: string; at: string; source: string }>(
      `SELECT trim_scale(price)::text AS price, at, source FROM quote WHERE symbol = $1 ORDER BY at`,
      [`${name}:${sku.toUpperCase()}`],
    );
  const pricesOf = async (name: 'COST' | 'COST-SHARE', product: Product) =>
    (await quotesOf(name, product)).map(({ price }) => price);

  it('begin with the cost of the catalogue, and follow the goods that come in', async () => {
    const product = someProduct();
    const times = [9, 8, 7].map(ago);
    const [made = '', dearer = '', cheaper = ''] = times;
    await tellProduct(product, made);
    await tellGoods(product.id, 7_000, dearer);
    await tellGoods(product.id, 5_001, cheaper);
    const quotes = ['30', '35', '25.005'].map((price, index) => ({
      price,
      at: times[index],
      source: 'shop',
    }));
    assert.deepEqual(await quotesOf('COST', product), quotes);
    assert.deepEqual(await pricesOf('COST-SHARE', product), ['75', '87.5', '62.51']);
  });

  it('follow the price, and the cost of the catalogue no more once goods have come in', async () => {
    const product = someProduct({ costMinor: null });
    await tellProduct(product, ago(9));
    assert.deepEqual(await quotesOf('COST', product), []);
    await tellGoods(product.id, 5_000, ago(8));
    await tellProduct({ ...product, version: 2, costMinor: 1_000 }, ago(7));
    await tellProduct({ ...product, version: 3, priceMinor: 2_000 }, ago(6));
    await tellProduct({ ...product, version: 4, priceMinor: 0 }, ago(5));
    assert.deepEqual(await pricesOf('COST', product), ['25']);
    assert.deepEqual(await pricesOf('COST-SHARE', product), ['62.5', '125']);
  });

  it('are not changed by goods of before, by an older version, or by what is said again', async () => {
    const product = someProduct();
    const events = [
      await tellProduct(product, ago(9)),
      await tellProduct({ ...product, version: 3, priceMinor: 5_000 }, ago(8)),
      await tellGoods(product.id, 7_000, ago(7)),
    ];
    const quotes = [await quotesOf('COST', product), await quotesOf('COST-SHARE', product)];
    await tellGoods(product.id, 9_000, ago(10));
    await tellProduct({ ...product, version: 2, priceMinor: 100 }, ago(6));
    await tellGoods(product.id, 7_000, ago(5));
    for (const event of events) {
      await market.bus.publish(event);
      await market.bus.publish({ ...event, id: randomUUID() });
    }
    assert.deepEqual(
      [await quotesOf('COST', product), await quotesOf('COST-SHARE', product)],
      quotes,
    );
    assert.deepEqual(await pricesOf('COST-SHARE', product), ['75', '60', '70']);
    assert.deepEqual(await market.db.query('SELECT * FROM deferred_message'), []);
  });

  it('come later than the last one and never from the future, whatever the clocks of others say', async () => {
    const product = someProduct();
    const repriced = ago(5);
    await tellProduct(product, ago(9));
    await tellProduct({ ...product, version: 2, priceMinor: 5_000 }, repriced);
    await tellGoods(product.id, 8_000, ago(7));
    await tellGoods(product.id, 5_000, ago(-60));
    const shares = await quotesOf('COST-SHARE', product);
    assert.deepEqual(
      shares.map(({ price }) => price),
      ['75', '60', '80', '50'],
    );
    assert.equal(Date.parse(shares[2]?.at ?? ''), Date.parse(repriced) + 1);
    assert.ok(Date.parse(shares[3]?.at ?? '') <= Date.now());
  });

  it('are of goods that are told of before their product, and of none whose SKU is no symbol', async () => {
    const product = someProduct();
    await tellGoods(product.id, 6_400, ago(9));
    await tellProduct(product, ago(8));
    assert.deepEqual(await pricesOf('COST-SHARE', product), ['80']);
    for (const sku of ['Pão de alho', 'x'.repeat(36)]) {
      await tellProduct(someProduct({ sku }), ago(7));
    }
    const long = someProduct({ sku: 'y'.repeat(35) });
    await tellProduct(long, ago(7));
    const symbols = await market.db.query<{ symbol: string }>(
      `SELECT symbol FROM latest_quote WHERE symbol ~ 'ALHO|XX|YY'`,
    );
    assert.deepEqual(symbols, [{ symbol: `COST:${'Y'.repeat(35)}` }]);
  });

  it('are not among the prices of markets that are measured', async () => {
    await tellProduct(someProduct(), ago(9));
    const quotes = [{ symbol: 'USD-BRL', price: '5.43', at: ago(1) }];
    assert.equal((await admin.post('/market/quotes', { quotes })).status, 201);
    const metrics = await eventually(async () => {
      const text = await (await fetch(`${market.url}/metrics`)).text();
      assert.match(text, /market_quote_price\{symbol="USD-BRL"/);
      return text;
    });
    assert.doesNotMatch(metrics, /symbol="(COST|COST-SHARE):/);
  });

  it('let a rule name the product that sells below the wanted margin', async () => {
    const [good, poor] = [someProduct(), someProduct()];
    for (const product of [good, poor]) await tellProduct(product, ago(9));
    const symbols = [good, poor].map(({ sku }) => `COST-SHARE:${sku}`);
    const condition = { kind: 'threshold', direction: 'above', price: '75' };
    const rule = { name: 'Margem abaixo de 25 %', symbols, condition };
    const made = await admin.post('/market/rules', rule);
    assert.equal(made.status, 201);
    const alertsWhen = (states: string[]) =>
      eventually(async () => {
        const { items } = (await admin.get('/market/alerts')).body;
        assert.deepEqual(
          items.map(({ state }: { state: string }) => state),
          states,
        );
        return items;
      });
    await tellGoods(good.id, 5_900, ago(8));
    await tellGoods(poor.id, 6_100, ago(8));
    const [alert] = await alertsWhen(['firing']);
    const symbol = `COST-SHARE:${poor.sku.toUpperCase()}`;
    assert.deepEqual([alert.symbol, alert.value], [symbol, '76.25']);
    assert.equal(alert.summary.pt, `${symbol}: acima do limite (76,25; limite 75)`);
    // At a loss it goes on firing.
    await tellGoods(poor.id, 9_000, ago(7));
    await eventually(async () => {
      const { states } = (await admin.get(`/market/rules/${made.body.id}`)).body;
      assert.deepEqual(
        states.map(({ state }: { state: string }) => state),
        ['normal', 'firing'],
      );
    });
    const shares = await pricesOf('COST-SHARE', poor);
    assert.equal(shares.at(-1), '112.5');
    await alertsWhen(['firing']);
    await tellGoods(good.id, 9_000, ago(7));
    await alertsWhen(['firing', 'firing']);
    await tellGoods(good.id, 5_000, ago(6));
    await alertsWhen(['resolved', 'firing']);
    await tellProduct({ ...poor, version: 2, priceMinor: 6_000 }, ago(6));
    const [, ended] = await alertsWhen(['resolved', 'resolved']);
    assert.equal(ended.resolvedValue, '75');
  });
});
