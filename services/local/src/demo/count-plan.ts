/** On Mondays, when the demo's shop is closed, a department is counted, and a little is missing. */
import { daysBetween } from '@balcao/contracts/dates.ts';
import { weekdayOf } from '@balcao/contracts/shop-clock.ts';
import type { PlannedCount } from './day-plan.ts';
import { createDice, demoId } from './dice.ts';
import type { DemoProduct, Goods } from './goods.ts';
import type { ShelfBook } from './shelf.ts';

/** What will turn out to be missing of a product. */
export interface Missing {
  product: DemoProduct;
  quantityMilli: number;
}

const monday = 1;
const someMonday = '2024-01-01';

/** Another department each week; empty on other days. */
function countedOn(date: string, { categories, products }: Goods): DemoProduct[] {
  if (weekdayOf(date) !== monday) return [];
  const week = daysBetween(someMonday, date) / 7;
  const chosen = categories[week % categories.length]?.code;
  return products.filter(({ department }) => department === chosen);
}

/** Known before anything is bought, so that the shelves hold enough in spite of it. */
export function planMissing(date: string, seed: number, goods: Goods): Missing[] {
  const dice = createDice(seed, `missing ${date}`);
  return countedOn(date, goods)
    .filter(({ popularity }) => popularity > 0 && dice.hits(0.3))
    .map((product) => ({
      product,
      quantityMilli: product.unit === 'un' ? 1000 : dice.whole(5, 40) * 5,
    }));
}

interface Counting {
  seed: number;
  goods: Goods;
  shelf: ShelfBook;
  at: Date;
}

/** What is on the shelf when all that is missing has been taken off the book. */
export function planCounts(date: string, { seed, goods, shelf, at }: Counting): PlannedCount[] {
  const products = countedOn(date, goods);
  if (products.length === 0) return [];
  const lines = products.map((product) => ({ product, countedMilli: shelf.onHand(product.id) }));
  return [{ id: demoId(seed, `count ${date}`, at), at, lines }];
}
