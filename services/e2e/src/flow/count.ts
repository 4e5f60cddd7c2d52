/** A blind count: what was counted is compared with the books only when it is submitted. */
import { count, countLinePage, submitCountResponse } from '@balcao/contracts/api/counts.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { same, sameMilli, sameMinor } from './failure.ts';
import { kilos, reais } from './format.ts';
import { reachStock } from './orders.ts';
import { cutCostMinor } from './receiving.ts';
import type { Shop } from './shop.ts';

const missingMilli = 400;

/** Half a pound of a cut is missing, everything else is there. */
export async function countGoods(shop: Shop) {
  const {
    stockist,
    goods: { meat, box, second },
    books,
  } = shop;
  const products = [meat, box, second];
  const productIds = products.map(({ id }) => id);
  const opened = await stockist.api.create('/inventory/counts', { productIds }, count);
  const path = `/inventory/counts/${opened.id}`;
  const lines = products.map(({ id: productId }) => {
    const { onHandMilli } = books.shelf(productId);
    return { productId, countedMilli: onHandMilli - (productId === second.id ? missingMilli : 0) };
  });
  await stockist.api.send({ method: 'PUT', path: `${path}/lines`, body: { lines } }, 200, count);
  const { items } = await stockist.api.get(`${path}/lines`, countLinePage);
  same(
    'expected before the count is submitted',
    items.every((line) => line.expectedMilli === null),
    true,
  );
  const { lines: told } = await stockist.api.act(`${path}/submit`, {}, submitCountResponse);
  const costMinor = books.lose(second.id, missingMilli);
  for (const line of told) {
    const isShort = line.productId === second.id;
    sameMilli(`difference of ${line.name}`, line.differenceMilli ?? 0, isShort ? -missingMilli : 0);
    sameMinor(
      `cost of the difference of ${line.name}`,
      line.costMinor ?? 0,
      isShort ? -costMinor : 0,
    );
  }
  sameMinor('cost of what is missing', costMinor, lineTotalMinor(cutCostMinor, missingMilli));
  await reachStock(shop, second);
  return {
    figures: `${told.length} products, ${kilos(missingMilli)} kg missing: ${reais(costMinor)} shrinkage`,
  };
}
