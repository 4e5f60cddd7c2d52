/** A butcher's goods: one to receive and count, a forequarter to break down, and its cuts. */
import assert from 'node:assert/strict';
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { eventually } from '@balcao/kit/testing/eventually.ts';

export interface Goods {
  picanha: string;
  dianteiro: string;
  acem: string;
  peito: string;
  categoryId: string;
}

/** Resolves when the stock knows all of them; the forequarter has one lot. */
export async function addGoods(call: ApiClient): Promise<Goods> {
  const categoryId = await added(call, '/categories', { name: 'Bovinos' });
  const add = (name: string, fields: { plu?: string; priceMinor: number }) =>
    added(call, '/products', { name, sku: name.toUpperCase(), unit: 'kg', categoryId, ...fields });
  const goods = {
    picanha: await add('Picanha', { plu: '1234', priceMinor: 3_990 }),
    dianteiro: await add('Dianteiro', { priceMinor: 2_000 }),
    acem: await add('Acém', { priceMinor: 3_000 }),
    peito: await add('Peito', { priceMinor: 2_500 }),
    categoryId,
  };
  const supplierId = await added(call, '/inventory/suppliers', { name: 'Frigorífico Sul' });
  const lines = [{ productId: goods.dianteiro, quantityMilli: 50_000, unitCostMinor: 1_333 }];
  // Services hear of each other's news a moment later.
  await eventually(() =>
    added(call, '/inventory/receipts', { supplierId, document: 'NF 1', lines }),
  );
  await eventually(async () => {
    const { body } = await call.get('/inventory/stock');
    assert.equal(body.items.length, 4);
  });
  return goods;
}

/** Adds something and answers its id. */
export async function added(call: ApiClient, path: string, body: object): Promise<string> {
  const answer = await call.post(path, body);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body.id;
}
