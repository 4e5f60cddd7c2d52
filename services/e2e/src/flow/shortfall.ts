/** Sold without a network before it was received: recorded as it happened, and made up for by the next delivery. */
import { randomUUID } from 'node:crypto';
import { movement } from '@balcao/contracts/api/inventory.ts';
import { same, sameMilli } from './failure.ts';
import { kilos, reais } from './format.ts';
import { lineOf, place, reach, reachStock, saleOf, totalOf, type Wish } from './orders.ts';
import { cutCostMinor } from './receiving.ts';
import { wholly } from './sales.ts';
import type { Shop } from './shop.ts';

const lackingMilli = 1_000;
const deliveredMilli = 5_000;

/** All that there is of a cut and a kilogram more: nothing refuses it, and the sale says what was short. */
export async function sellShort(shop: Shop, tillId: string) {
  const {
    seller,
    stockist,
    goods: { prime },
    books,
  } = shop;
  const { onHandMilli } = await reachStock(shop, prime);
  const occurredAt = new Date(Date.now() - 1_000).toISOString();
  const wish: Wish = {
    ...wholly('cash', [lineOf(prime, onHandMilli + lackingMilli)]),
    more: { id: randomUUID(), occurredAt, tillId },
  };
  const { id } = await place(seller.api, wish, { Prefer: 'wait=10' });
  const { isOversold, shortages = [] } = await reach(seller.api, id, 'completed');
  same('the sale is an oversell', isOversold, true);
  sameMilli('what was there', shortages[0]?.availableMilli ?? 0, onHandMilli);
  books.sell(saleOf(wish), { isShort: true });
  await reachStock(shop, prime);

  const bought = { quantityMilli: deliveredMilli, unitCostMinor: cutCostMinor };
  const delivery = { type: 'purchase', productId: prime.id, ...bought };
  const { onHandMilli: leftMilli } = await stockist.api.create(
    '/inventory/movements',
    delivery,
    movement,
  );
  books.buy(prime.id, bought);
  sameMilli('on hand after the delivery', leftMilli, deliveredMilli - lackingMilli);
  return {
    figures: `${kilos(onHandMilli + lackingMilli)} kg = ${reais(totalOf(wish))}, ${kilos(lackingMilli)} kg short; ${kilos(deliveredMilli)} kg delivered, ${kilos(leftMilli)} kg left`,
  };
}
