/** What the tests of the till sell, and to whom. */
import assert from 'node:assert/strict';
import { eventually } from '@balcao/kit/testing/eventually.ts';
import { seller, type TillShop } from './till-shop.ts';

/** Text that would do harm where it is not shown as text. */
export const hostile = '<img src=x onerror="document.title=\'owned\'"><b>Linguiça</b>';

export const goods = {
  coal: { sku: 'C5', name: 'Carvão 5 kg', unit: 'un', priceMinor: 2190, barcode: '7891000100103' },
  salt: { sku: 'S1', name: 'Sal grosso', unit: 'un', priceMinor: 590, barcode: '7891000053508' },
  picanha: { sku: 'P1', name: 'Picanha', unit: 'kg', priceMinor: 3990, plu: '1234' },
  sausage: { sku: 'L1', name: hostile, unit: 'kg', priceMinor: 2500, plu: '77' },
} as const;

/** Products with stock, a seller, a customer with a limit; resolves when sales can sell them. */
export async function stockTill({ call }: TillShop): Promise<{ customerId: string }> {
  await call.post('/users', { ...seller, role: 'seller' });
  for (const product of Object.values(goods)) {
    const { body } = await call.post('/products', { ...product, costMinor: 100 });
    const movement = {
      type: 'purchase',
      productId: body.id,
      quantityMilli: 1_000_000,
      unitCostMinor: 100,
    };
    await until(async () => (await call.post('/inventory/movements', movement)).status === 201);
  }
  const lines = Object.values(goods).map((product) =>
    'barcode' in product ? { code: product.barcode } : { code: product.plu, quantityMilli: 1 },
  );
  await until(async () => (await call.post('/orders', { lines, place: false })).status === 201);
  const customer = { name: `Seu Zé ${hostile}`, tabLimitMinor: 10_000 };
  return { customerId: (await call.post('/customers', customer)).body.id };
}

const longestMs = 60_000;

/** Asks again and again, for a minute at most; services hear of each other's news a moment later. */
export const until = (isSo: () => Promise<boolean>): Promise<void> =>
  eventually(async () => assert.ok(await isSo(), 'it did not happen in time'), longestMs);
