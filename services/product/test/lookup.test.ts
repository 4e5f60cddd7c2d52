/** Protects: a code at the counter means one product, one quantity and one total, and is found at once. */
import assert from 'node:assert/strict';
import { makeScaleLabel, scaleLayouts } from '@balcao/contracts/scale-label.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { after, before, describe, it } from 'mocha';
import { findByBarcode, findByPlu } from '../src/sold-product-store.ts';
import { openShop, type Shop } from './shop.ts';

describe('looking up a code', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
    await shop.addProduct({ name: 'Contrafilé', plu: '1234', priceMinor: 3990 });
    const bag = { name: 'Carvão', plu: '77', barcode: '7891000100103', priceMinor: 1500 };
    await shop.addProduct({ ...bag, unit: 'un' });
  });
  after(() => shop.stop());

  const lookup = (code: string, layout?: string) =>
    shop.seller.get(`/products/lookup?code=${code}${layout ? `&layout=${layout}` : ''}`);

  it('finds a PLU by one kilogram or one piece, with and without leading zeros', async () => {
    const { status, body } = await lookup('001234');
    assert.equal(status, 200);
    assert.equal(body.kind, 'plu');
    assert.equal(body.product.name, 'Contrafilé');
    assert.equal(body.quantityMilli, 1000);
    assert.equal(body.totalMinor, 3990);
    assert.equal((await lookup('77')).body.totalMinor, 1500);
  });

  it('finds a barcode', async () => {
    const { body } = await lookup('7891000100103');
    assert.equal(body.kind, 'barcode');
    assert.equal(body.product.plu, '77');
    assert.equal(body.quantityDisplay, '1.0000');
  });

  it('reads 2123400053754 in the default layout: PLU 1234, R$ 53.75', async () => {
    const { body } = await lookup('2123400053754');
    assert.equal(body.kind, 'label');
    assert.equal(body.product.plu, '1234');
    assert.equal(body.totalMinor, 5375);
    assert.equal(body.quantityMilli, 1347);
    assert.equal(body.quantityDisplay, '1.3471');
    assert.equal(body.isPriceStale, false);
  });

  it('reads 2012340013471 in 2CCCCC0PPPPP: PLU 1234, 1.347 kg, R$ 53.75', async () => {
    const { body } = await lookup('2012340013471', '2CCCCC0PPPPP');
    assert.equal(body.product.plu, '1234');
    assert.equal(body.quantityMilli, 1347);
    assert.equal(body.quantityDisplay, '1.3470');
    assert.equal(body.totalMinor, 5375);
  });

  for (const layout of scaleLayouts) {
    it(`reads what a scale of layout ${layout} prints`, async () => {
      const isPieces = layout.endsWith('Q');
      const label = makeScaleLabel(layout, isPieces ? '77' : '1234', isPieces ? 3 : 1347);
      const { status, body } = await lookup(label, layout);
      assert.equal(status, 200);
      const { quantityMilli, totalMinor } = body;
      if (isPieces)
        assert.deepEqual({ quantityMilli, totalMinor }, { quantityMilli: 3000, totalMinor: 4500 });
      else if (layout.endsWith('T')) assert.equal(totalMinor, 1347);
      else
        assert.deepEqual({ quantityMilli, totalMinor }, { quantityMilli: 1347, totalMinor: 5375 });
    });
  }

  it('flags a label that was printed at another price, and keeps its total', async () => {
    await shop.addProduct({ plu: '4000', priceMinor: 1_000_000 });
    const { body } = await lookup(makeScaleLabel('2CCCC0TTTTTT', '4000', 5375));
    assert.equal(body.totalMinor, 5375);
    assert.equal(body.isPriceStale, true);
  });

  it('refuses what cannot be read', async () => {
    const codes = ['2123400053755', '4006381333932', '000', '12a4', '123456789', '2123410053751'];
    for (const code of codes) {
      const { status, body } = await lookup(code);
      assert.equal(status, 422, code);
      assert.equal(body.code, 'unreadable_code', code);
    }
  });

  it('refuses a label that weighs pieces, an unknown layout and no code', async () => {
    const grams = makeScaleLabel('2CCCC00PPPPP', '77', 500);
    assert.equal((await lookup(grams, '2CCCC00PPPPP')).body.code, 'quantity_not_allowed');
    assert.equal((await lookup('1234', '2CCC00TTTTTT')).body.code, 'validation_failed');
    assert.equal((await shop.seller.get('/products/lookup')).status, 422);
    assert.equal((await shop.nobody.get('/products/lookup?code=1234')).status, 401);
  });

  it('does not find what nobody sells, nor what was archived', async () => {
    assert.equal((await lookup('999999')).body.code, 'not_found');
    const { id } = await shop.addProduct({ plu: '31' });
    await shop.admin.delete(`/products/${id}`);
    assert.equal((await lookup('31')).status, 404);
  });

  it('takes its layout from SCALE_LAYOUT', async () => {
    assert.deepEqual((await shop.seller.get('/products/settings')).body, {
      scaleLayout: '2CCCC0TTTTTT',
    });
    const other = await openShop({ SCALE_LAYOUT: '2CCCCC0PPPPP' });
    try {
      await other.addProduct({ plu: '1234', priceMinor: 3990 });
      const { body } = await other.seller.get('/products/lookup?code=2012340013471');
      assert.equal(body.totalMinor, 5375);
      const settings = await other.seller.get('/products/settings');
      assert.equal(settings.body.scaleLayout, '2CCCCC0PPPPP');
    } finally {
      await other.stop();
    }
  });

  it("reads what Odoo's patterns say, where they are the shop's layout", async () => {
    const other = await openShop({ SCALE_LAYOUT: '21.....{NNDDD},23.....{NNNDD}' });
    try {
      await other.addProduct({ plu: '12345', priceMinor: 3990 });
      const read = async (code: string) =>
        (await other.seller.get(`/products/lookup?code=${code}`)).body;
      assert.equal((await read('2112345015002')).quantityMilli, 1500);
      const price = await read(makeScaleLabel('23.....{NNNDD}', '12345', 5985));
      assert.deepEqual([price.totalMinor, price.quantityMilli], [5985, 1500]);
    } finally {
      await other.stop();
    }
  });

  it('is one statement by a unique index among 20,000 products', async () => {
    await shop.db.query(
      `INSERT INTO product (id, sku, name, sort_name, search_text, unit, price_minor, plu, barcode, active)
       SELECT gen_random_uuid(), 'B-' || n, 'n' || n, 'n' || n, 'n' || n, 'kg', 100,
         (100000 + n)::text, lpad(n::text, 8, '0'), true FROM generate_series(1, 20000) AS n`,
    );
    await shop.db.query('INSERT INTO product_availability SELECT id, 1, 1 FROM product');
    await shop.db.query('ANALYZE product, product_availability');
    const plans: string[] = [];
    const explaining: Queryable = {
      async query(text, values) {
        plans.push(JSON.stringify(await shop.db.query(`EXPLAIN ${text}`, values)));
        return [];
      },
    };
    await findByPlu(explaining, '100777', '2026-11-24');
    await findByBarcode(explaining, '00000777', '2026-11-24');
    assert.equal(plans.length, 2);
    assert.match(plans[0] ?? '', /Index Scan using product_plu/);
    assert.match(plans[1] ?? '', /Index Scan using product_barcode/);
    for (const plan of plans) assert.doesNotMatch(plan, /Seq Scan.{1,80}product/);
    assert.equal((await lookup('100777')).body.product.sku, 'B-777');
  });
});
