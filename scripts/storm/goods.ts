/** What a storm's shop sells: some products of which there is plenty, and in each slice some of which there is little. */
import type { ApiClient } from '@balcao/kit/testing/api-client.ts';
import { until } from '../harness/counter.ts';
import type { Scarce } from './judge-sales.ts';
import { type Method, methods, priceMinor } from './sale.ts';
import type { Wish } from './till.ts';

const scarceMilli = 40_000;
/** Below it, people are told. */
const minimumMilli = 10_000;

/** A product of which no more can be sold than there is, as soon as the other services have heard of it. */
export async function addScarce(call: ApiClient, sku: string): Promise<Scarce> {
  const product = { sku, name: `Pouco ${sku}`, unit: 'kg', priceMinor, costMinor: 500 };
  const { body } = await call.post('/products', product);
  const productId: string = body.id;
  const policy = { minimumMilli, negativeStock: 'block' };
  const bought = { type: 'purchase', productId, quantityMilli: scarceMilli, unitCostMinor: 500 };
  await until(async () => (await call.post('/inventory/movements', bought)).status === 201);
  await until(
    async () => (await call.put(`/inventory/stock/${productId}/policy`, policy)).status === 200,
  );
  const lines = [{ productId, quantityMilli: 1000 }];
  await until(async () => (await call.post('/orders', { lines, place: false })).status === 201);
  return { productId, stockedMilli: scarceMilli };
}

/** What the next customer wants: of two in seven something scarce; one in four is sent twice. */
export function drawWish(plenty: string[], scarce: readonly Scarce[], random: () => number): Wish {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const method: Method = pick(methods);
  const isScarce = random() < 2 / 7;
  const productIds = [
    ...(isScarce ? [pick(scarce).productId] : [pick(plenty)]),
    ...(random() < 0.3 && isScarce ? [pick(plenty)] : []),
  ];
  return { productIds, method, isTwice: random() < 0.25 };
}
