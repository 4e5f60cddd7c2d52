/** Suppliers and receipts: a delivery comes in whole or not at all, each line as a lot of its own. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { after, before, describe, it } from 'mocha';
import { openShop, type Shop } from './shop.ts';

describe('deliveries', () => {
  let shop: Shop;
  let stockist: ApiClient;
  before(async () => {
    shop = await openShop({}, () => new Date('2026-11-21T15:00:00.000Z'));
    stockist = shop.service.as('stockist');
  });
  after(() => shop.close());

  const addSupplier = async (fields: object = {}) => {
    const name = `Frigorífico ${randomUUID().slice(0, 8)}`;
    const answer = await stockist.post('/inventory/suppliers', { name, ...fields });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return answer.body;
  };

  describe('suppliers', () => {
    it('are added, read, changed by version, listed by name and found without accents', async () => {
      const made = await addSupplier({ name: 'Águia Carnes', document: '12.abc.345/01de-35' });
      assert.equal(made.document, '12ABC34501DE35');
      const path = `/inventory/suppliers/${made.id}`;
      const read = await stockist.get(path);
      assert.deepEqual([read.body, read.headers.get('etag')], [made, '"1"']);
      const change = { name: 'Aguia & Filhos', document: null, active: false };
      const changed = await stockist.put(path, change, { 'if-match': '"1"' });
      assert.deepEqual(
        [changed.status, changed.body.version, changed.body.active],
        [200, 2, false],
      );
      assert.equal((await stockist.put(path, change, { 'if-match': '"1"' })).status, 412);
      await addSupplier({ name: 'Zebu' });
      await addSupplier({ name: 'Açougue do Zé' });
      const names: string[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await stockist.get(`/inventory/suppliers?limit=2${cursor}`);
        names.push(...body.items.map((item: { name: string }) => item.name));
        if (body.nextCursor === null) break;
        cursor = `&cursor=${body.nextCursor}`;
      }
      assert.deepEqual(names, ['Açougue do Zé', 'Aguia & Filhos', 'Zebu']);
      const found = await stockist.get('/inventory/suppliers?q=ACOUGUE&active=true');
      assert.equal(found.body.items.length, 1);
    });

    it('have ids and documents of their own', async () => {
      const { id } = await addSupplier({ document: '11222333000181' });
      for (const taken of [{ id }, { document: '11.222.333/0001-81' }]) {
        const answer = await stockist.post('/inventory/suppliers', { name: 'Outro', ...taken });
        assert.deepEqual([answer.status, answer.body.code], [409, 'already_exists']);
      }
      const other = await addSupplier();
      const change = { name: 'Outro', document: '11222333000181', active: true };
      assert.equal((await stockist.put(`/inventory/suppliers/${other.id}`, change)).status, 409);
    });

    it('are deleted only while there are no goods of theirs; nothing is bought from inactive ones', async () => {
      const { id: supplierId, name } = await addSupplier();
      const productId = await shop.addProduct();
      await shop.buyLot(productId, { supplierId });
      const path = `/inventory/suppliers/${supplierId}`;
      assert.equal((await stockist.delete(path)).status, 409);
      await stockist.put(path, { name, document: null, active: false });
      const purchase = { type: 'purchase', productId, quantityMilli: 1_000, unitCostMinor: 1 };
      const refused = await stockist.post('/inventory/movements', { ...purchase, supplierId });
      assert.deepEqual([refused.status, refused.body.code], [422, 'unknown_supplier']);
      const unused = await addSupplier();
      assert.equal((await stockist.delete(`/inventory/suppliers/${unused.id}`)).status, 204);
      assert.equal((await stockist.get(`/inventory/suppliers/${unused.id}`)).status, 404);
    });

    it('are no business of sellers', async () => {
      const seller = shop.service.as('seller');
      assert.equal((await seller.get('/inventory/suppliers')).status, 403);
      assert.equal((await seller.post('/inventory/suppliers', { name: 'X' })).status, 403);
    });
  });

  describe('receipts', () => {
    it('bring in every line as a purchase and a lot, two of one product too', async () => {
      const supplier = await addSupplier();
      const [meat, box] = [
        await shop.addProduct({ shelfLifeDays: 10 }),
        await shop.addProduct({ unit: 'un' }),
      ];
      const lines = [
        { productId: meat, quantityMilli: 12_345, unitCostMinor: 2_999, lotCode: 'L-1' },
        { productId: box, quantityMilli: 3_000, unitCostMinor: 450 },
        { productId: meat, quantityMilli: 1_000, unitCostMinor: 2_999, expiresOn: '2026-11-22' },
      ];
      const made = await stockist.post('/inventory/receipts', {
        supplierId: supplier.id,
        document: 'NF 123',
        receivedOn: '2026-11-20',
        lines,
      });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const { body } = made;
      assert.deepEqual(
        [body.supplierName, body.receivedOn, body.totalMinor, body.lineCount],
        [supplier.name, '2026-11-20', 37_023 + 1_350 + 2_999, 3],
      );
      assert.deepEqual(
        body.lines.map((line: { productId: string; lotCode: string; expiresOn: string }) => [
          line.productId,
          line.lotCode,
          line.expiresOn,
        ]),
        [
          [meat, 'L-1', '2026-11-30'],
          [box, null, null],
          [meat, null, '2026-11-22'],
        ],
      );
      assert.deepEqual((await stockist.get(`/inventory/receipts/${body.id}`)).body, body);
      const { lines: _, ...summary } = body;
      const listed = await stockist.get(`/inventory/receipts?supplierId=${supplier.id}`);
      assert.deepEqual(listed.body, { items: [summary], nextCursor: null });
      assert.equal((await stockist.get(`/inventory/stock/${meat}`)).body.onHandMilli, 13_345);
      const lots = (await stockist.get(`/inventory/lots?productId=${meat}`)).body.items;
      assert.deepEqual(
        lots.map((lot: { expiresOn: string; supplierId: string; receiptId: string }) => [
          lot.expiresOn,
          lot.supplierId,
          lot.receiptId,
        ]),
        ['2026-11-22', '2026-11-30'].map((expiresOn) => [expiresOn, supplier.id, body.id]),
      );
    });

    it('a receipt with one wrong line brings in nothing, and says which line', async () => {
      const [meat, box] = [await shop.addProduct(), await shop.addProduct({ unit: 'un' })];
      const good = { productId: meat, quantityMilli: 1_000, unitCostMinor: 1 };
      const wrong: [object, string, string][] = [
        [{ ...good, productId: randomUUID() }, 'unknown_product', 'lines[1].productId'],
        [
          { ...good, productId: box, quantityMilli: 500 },
          'quantity_not_allowed',
          'lines[1].quantityMilli',
        ],
        [
          { ...good, quantityMilli: 1e9, unitCostMinor: 1e9 },
          'amount_too_large',
          'lines[1].quantityMilli',
        ],
        [{ ...good, expiresOn: '2026-11-19' }, 'validation_failed', 'lines[1].expiresOn'],
      ];
      for (const [line, code, path] of wrong) {
        const body = { receivedOn: '2026-11-20', lines: [good, line] };
        const answer = await stockist.post('/inventory/receipts', body);
        assert.deepEqual(
          [answer.status, answer.body.code, answer.body.errors[0].path],
          [422, code, path],
        );
      }
      assert.equal((await stockist.get(`/inventory/stock/${meat}`)).body.onHandMilli, 0);
      assert.deepEqual((await stockist.get('/inventory/stock/verify')).body.lotDifferences, []);
    });

    it('goods of tomorrow are not received yet, by the day of the shop', async () => {
      const productId = await shop.addProduct();
      const line = { productId, quantityMilli: 1_000, unitCostMinor: 1 };
      for (const receivedOn of ['2026-11-22', '2099-01-01']) {
        for (const answer of [
          await stockist.post('/inventory/receipts', { receivedOn, lines: [line] }),
          await stockist.post('/inventory/movements', { type: 'purchase', ...line, receivedOn }),
        ]) {
          assert.deepEqual([answer.status, answer.body.code], [422, 'validation_failed']);
          assert.equal(answer.body.errors[0].path, 'receivedOn');
        }
      }
      assert.equal((await stockist.get(`/inventory/stock/${productId}`)).body.onHandMilli, 0);
      const today = { receivedOn: '2026-11-21', lines: [line] };
      assert.equal((await stockist.post('/inventory/receipts', today)).status, 201);
    });

    it('a repeated key has one effect; a used id of a receipt or line is refused', async () => {
      const productId = await shop.addProduct();
      const line = { id: randomUUID(), productId, quantityMilli: 1_000, unitCostMinor: 1 };
      const receipt = { id: randomUUID(), lines: [line] };
      const key = { 'idempotency-key': randomUUID() };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => stockist.post('/inventory/receipts', receipt, key)),
      );
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
      for (const again of [
        receipt,
        { lines: [line] },
        { ...receipt, lines: [{ ...line, id: randomUUID() }] },
      ]) {
        const answer = await stockist.post('/inventory/receipts', again);
        assert.deepEqual([answer.status, answer.body.code], [409, 'already_exists']);
      }
      assert.equal((await stockist.get(`/inventory/stock/${productId}`)).body.onHandMilli, 1_000);
    });
  });
});
