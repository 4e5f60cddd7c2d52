/** What customers and staff do in the demo's shop on a day, whatever is on the shelves: sales, tabs, losses. */
import { beforeClosing, closingOf } from './closing.ts';
import { type Missing, planMissing } from './count-plan.ts';
import type { PlannedRefund, PlannedSale, PlannedTabPayment, PlannedWaste } from './day-plan.ts';
import { createDice, demoId } from './dice.ts';
import type { DemoProduct, Goods } from './goods.ts';
import { planRefunds } from './refund-plan.ts';
import { type Post, planSales, postsOf, type Trade } from './sale-plan.ts';

export interface TradedDay {
  date: string;
  posts: Post[];
  sales: PlannedSale[];
  tabPayments: PlannedTabPayment[];
  refunds: PlannedRefund[];
  wastes: PlannedWaste[];
  missing: Missing[];
}

export function planTrade(
  date: string,
  dayNumber: number,
  trade: Trade & { goods: Goods },
): TradedDay {
  const posts = postsOf(date, dayNumber, trade);
  const sales = planSales(date, posts, trade);
  // Before anybody pays a tab off: what goes back to a tab is still owed there.
  const refunds = planRefunds(date, sales, trade);
  return {
    date,
    posts,
    sales,
    tabPayments: planTabPayments(date, posts, trade),
    refunds,
    wastes: planWastes(date, sales, trade),
    missing: planMissing(date, trade.seed, trade.goods),
  };
}

function planTabPayments(date: string, posts: readonly Post[], trade: Trade): PlannedTabPayment[] {
  const { seed, tabs, instantOf } = trade;
  if (posts.length === 0) return [];
  const dice = createDice(seed, `tabs ${date}`);
  const dayOfMonth = Number(date.slice(8));
  return tabs.pay(dayOfMonth >= 5 && dayOfMonth <= 11, dice).map((payment) => {
    const at = beforeClosing(date, instantOf, dice);
    const id = demoId(seed, `tab payment ${date} ${payment.customerId}`, at);
    const method = dice.pick(['cash', 'pix', 'debit'] as const);
    const { tillId, sellerId } = dice.pick(posts);
    return { id, at, method, tillId, sellerId, ...payment };
  });
}

/** Trim of what was cut for customers that day. */
function planWastes(
  date: string,
  sales: readonly PlannedSale[],
  { seed, instantOf }: Trade,
): PlannedWaste[] {
  const dice = createDice(seed, `waste ${date}`);
  const cut = [...new Set(sales.flatMap(({ lines }) => lines.map(({ product }) => product)))];
  const fresh = cut.filter(({ department }) => ['BOV', 'BOS', 'SUI', 'AVE'].includes(department));
  if (fresh.length === 0) return [];
  const at = closingOf(date, instantOf);
  const trimmed = new Set<DemoProduct>([dice.pick(fresh), dice.pick(fresh)]);
  return [...trimmed].map((product) => ({
    id: demoId(seed, `trim ${date} ${product.sku}`, at),
    at,
    product,
    quantityMilli: dice.whole(10, 60) * 5,
    reason: dice.hits(0.85) ? 'trim' : 'cold_room_loss',
  }));
}

/** How much of a product leaves the shelf on a day, in thousandths. */
export function demandOf(days: readonly TradedDay[]): (productId: string, date: string) => number {
  const byDay = new Map<string, Map<string, number>>();
  for (const { date, sales, wastes, missing } of days) {
    const wanted = new Map<string, number>();
    const parts = [...sales.flatMap(({ lines }) => lines), ...wastes, ...missing];
    for (const { product, quantityMilli } of parts) {
      wanted.set(product.id, (wanted.get(product.id) ?? 0) + quantityMilli);
    }
    byDay.set(date, wanted);
  }
  return (productId, date) => byDay.get(date)?.get(productId) ?? 0;
}
