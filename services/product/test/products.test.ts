/** Protects: products are what was last said of them, once, and nobody overwrites what they have not seen. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openShop, productFields, type Shop } from './shop.ts';

const unknownId = '01890000-0000-7000-8000-000000000000';

describe('products', () => {
  let shop: Shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.stop());

  it('keeps every field, and fills in what was left out', async () => {
    const category = await shop.admin.post('/categories', { name: 'Bovinos' });
    const sent = productFields({
      name: 'Picanha',
      categoryId: category.body.id,
      costMinor: 2800,
      plu: '0777',
      barcode: '4006381333931',
      shelfLifeDays: 5,
    });
    const { status, body, headers } = await shop.admin.post('/products', sent);
    assert.equal(status, 201);
    assert.equal(headers.get('etag'), '"1"');
    const { id, createdAt, updatedAt, ...rest } = body;
    const expected = { ...sent, plu: '777', active: true, availableMilli: null, version: 1 };
    assert.deepEqual(rest, expected);
    const read = await shop.seller.get(`/products/${id}`);
    assert.deepEqual(read.body, body);
    assert.equal(read.headers.get('etag'), '"1"');

    const bare = await shop.addProduct({ unit: 'un' });
    for (const field of ['categoryId', 'costMinor', 'plu', 'barcode', 'shelfLifeDays']) {
      assert.equal(bare[field], null, field);
    }
  });

  it('takes the id that the client made, once', async () => {
    const id = '0189aaaa-0000-7000-8000-000000000001';
    assert.equal((await shop.addProduct({ id })).id, id);
    const again = await shop.admin.post('/products', productFields({ id }));
    assert.equal(again.status, 409);
    assert.equal(again.body.errors[0].path, 'id');
  });

  it('replays the first answer to a repeated Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'one-product' };
    const fields = productFields();
    const first = await shop.admin.post('/products', fields, key);
    const second = await shop.admin.post('/products', fields, key);
    assert.equal(second.headers.get('idempotency-replayed'), 'true');
    assert.deepEqual(second.body, first.body);
  });

  it('refuses fields that are wrong, unknown or missing', async () => {
    const wrong = [
      { priceMinor: -1 },
      { priceMinor: 39.9 },
      { unit: 'lb' },
      { plu: '1234567' },
      { plu: '0' },
      { barcode: '4006381333932' },
      { barcode: '2123400053754' },
      { shelfLifeDays: -1 },
      { name: ' ' },
      { colour: 'red' },
      { sku: undefined },
    ];
    for (const fields of wrong) {
      const { status, body } = await shop.admin.post('/products', productFields(fields));
      assert.equal(status, 422, JSON.stringify(fields));
      assert.equal(body.code, 'validation_failed');
    }
  });

  it('names categoryId when there is no such category', async () => {
    const fields = productFields({ categoryId: unknownId });
    const { status, body } = await shop.admin.post('/products', fields);
    assert.equal(status, 422);
    assert.equal(body.errors[0].path, 'categoryId');
  });

  it('asks who is there, and what they may do', async () => {
    assert.equal((await shop.nobody.get('/products')).status, 401);
    assert.equal((await shop.seller.post('/products', productFields())).status, 403);
    assert.equal((await shop.stockist.post('/products', productFields())).status, 201);
    const { id } = await shop.addProduct({});
    assert.equal((await shop.seller.put(`/products/${id}`, {})).status, 403);
    assert.equal((await shop.seller.delete(`/products/${id}`)).status, 403);
  });

  it('answers 404 for a product that never was', async () => {
    const path = `/products/${unknownId}`;
    const put = await shop.admin.put(path, { ...productFields(), active: true });
    assert.equal(put.status, 404);
    assert.equal((await shop.admin.get(path)).status, 404);
    assert.equal((await shop.admin.get(`${path}/prices`)).status, 404);
    assert.equal((await shop.admin.delete(path)).status, 404);
    assert.equal((await shop.admin.get('/products/seven')).status, 422);
  });

  for (const [field, value] of [
    ['sku', 'ONLY-ONE'],
    ['plu', '4321'],
    ['barcode', '7891000100103'],
  ] as const) {
    it(`lets two products on sale never share a ${field}, and frees it when one is archived`, async () => {
      const first = await shop.addProduct({ [field]: value });
      const rival = productFields({ [field]: value });
      const refused = await shop.admin.post('/products', rival);
      assert.equal(refused.status, 409);
      assert.equal(refused.body.code, 'already_exists');
      assert.equal(refused.body.errors[0].path, field);

      const other = await shop.addProduct({});
      const put = await shop.admin.put(`/products/${other.id}`, { ...rival, active: true });
      assert.equal(put.body.errors[0].path, field);

      assert.equal((await shop.admin.delete(`/products/${first.id}`)).status, 204);
      const heir = await shop.admin.post('/products', rival);
      assert.equal(heir.status, 201);
      const { sku, name, unit, priceMinor, plu, barcode } = first;
      const back = { sku, name, unit, priceMinor, plu, barcode, active: true };
      const revived = await shop.admin.put(`/products/${first.id}`, back);
      assert.equal(revived.status, 409, 'the codes of an archived product may be taken meanwhile');
      assert.equal((await shop.admin.delete(`/products/${heir.body.id}`)).status, 204);
      assert.equal((await shop.admin.put(`/products/${first.id}`, back)).body.active, true);
    });
  }

  it('lets only one of many concurrent products have a PLU', async () => {
    const many = Array.from({ length: 12 }, () => productFields({ plu: '5555' }));
    const answers = await Promise.all(many.map((fields) => shop.admin.post('/products', fields)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array(11).fill(409)]);
  });

  it('archives instead of deleting, and does it once', async () => {
    const { id } = await shop.addProduct({});
    assert.equal((await shop.admin.delete(`/products/${id}`)).status, 204);
    const { body } = await shop.admin.get(`/products/${id}`);
    assert.equal(body.active, false);
    assert.equal(body.version, 2);
    assert.equal((await shop.admin.delete(`/products/${id}`)).status, 204);
    assert.equal((await shop.admin.get(`/products/${id}`)).body.version, 2);
  });

  it('keeps its unit: stock and sales are counted in it', async () => {
    const { id, version, ...fields } = await shop.addProduct({ unit: 'kg' });
    const { sku, name, priceMinor } = fields;
    const change = { sku, name, priceMinor, unit: 'un', active: true };
    const refused = await shop.admin.put(`/products/${id}`, change);
    assert.deepEqual([refused.status, refused.body.code], [409, 'conflict']);
    assert.equal(refused.body.errors[0].path, 'unit');
    const { body } = await shop.admin.get(`/products/${id}`);
    assert.deepEqual([body.unit, body.version], ['kg', version]);
    assert.equal((await shop.admin.delete(`/products/${id}`)).status, 204);
    assert.equal(
      (await shop.admin.put(`/products/${id}`, change)).status,
      409,
      'nor as it returns',
    );
    const heir = await shop.admin.post('/products', { sku, name, priceMinor, unit: 'un' });
    assert.equal(heir.body.unit, 'un');
  });

  it('replaces the version that the caller saw, and no other', async () => {
    const { id } = await shop.addProduct({});
    const replace = (name: string, ifMatch?: string) => {
      const fields = { ...productFields({ name, sku: 'IF-MATCH' }), active: true };
      return shop.admin.put(`/products/${id}`, fields, ifMatch ? { 'if-match': ifMatch } : {});
    };
    const first = await replace('Fraldinha', '"1"');
    assert.equal(first.status, 200);
    assert.equal(first.headers.get('etag'), '"2"');
    for (const stale of ['"1"', '"3"', 'W/"2"', '2']) {
      const refused = await replace('Outra', stale);
      assert.equal(refused.status, 412, stale);
      assert.equal(refused.body.code, 'version_mismatch');
    }
    assert.equal((await shop.admin.get(`/products/${id}`)).body.name, 'Fraldinha');
    assert.equal((await replace('Sem versão')).body.version, 3);
    assert.equal((await replace('Qualquer', '*')).body.version, 4);
    const remove = await shop.admin.delete(`/products/${id}`, { 'if-match': '"1"' });
    assert.equal(remove.status, 412);
  });

  it('lets one of two concurrent editors win', async () => {
    const { id } = await shop.addProduct({ sku: 'RACE' });
    const fields = { ...productFields({ sku: 'RACE' }), active: true };
    const edits = Array.from({ length: 8 }, () =>
      shop.admin.put(`/products/${id}`, fields, { 'if-match': '"1"' }),
    );
    const statuses = (await Promise.all(edits)).map(({ status }) => status);
    assert.deepEqual(statuses.sort(), [200, ...Array(7).fill(412)]);
  });
});
