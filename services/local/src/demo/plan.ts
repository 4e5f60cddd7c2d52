/** The demo's plan: from a seed and a last day to everything that happens in the shop until then. Pure. */
import { addDays } from '@balcao/contracts/dates.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import { shapeOf, shopClockReader } from './calendar.ts';
import type { DayPlan, PlannedSale, PlannedTabPayment, PlannedWaste } from './day-plan.ts';
import { createDice, demoId } from './dice.ts';
import { type DemoProduct, demoGoods, type Goods } from './goods.ts';
import { basketFiller } from './habits.ts';
import {
  type DemoCustomer,
  type DemoSupplier,
  type DemoUser,
  demoCustomers,
  demoSuppliers,
  demoUsers,
} from './people.ts';
import { type Post, planSales, postsOf, type Trade } from './sale-plan.ts';
import { createShelfBook } from './shelf.ts';
import { planMorning, type Supply, throwAway } from './supply-plan.ts';
import { createTabBook } from './tab-book.ts';
import { planTill } from './till-plan.ts';

export interface DemoOptions {
  seed: number;
  /** Business date of the last day that is played. */
  lastDay: string;
  days: number;
  timeZone: string;
  layout: ScaleLayout;
  /** On an average working day. */
  salesPerDay: number;
}

export interface DemoPlan {
  goods: Goods;
  users: DemoUser[];
  suppliers: DemoSupplier[];
  customers: DemoCustomer[];
  days: DayPlan[];
}

const hour = 3600;

export function planDemo(options: DemoOptions): DemoPlan {
  const { seed, lastDay, days, timeZone, layout, salesPerDay } = options;
  const goods = demoGoods(seed);
  const users = demoUsers(seed);
  const customers = demoCustomers(seed);
  const suppliers = demoSuppliers(seed);
  const instantOf = shopClockReader(timeZone);
  const trade: Trade = {
    seed,
    salesPerDay,
    layout,
    sellers: users.filter(({ role }) => role === 'seller'),
    instantOf,
    fillBasket: basketFiller(goods),
    priceAt: ({ priceMinor }) => priceMinor,
    tabs: createTabBook(customers),
  };
  const dates = Array.from({ length: days }, (_none, index) => addDays(lastDay, index + 1 - days));
  const traded = dates.map((date, dayNumber) => planTrade(date, dayNumber, trade));
  const supply: Supply = {
    seed,
    goods,
    suppliers,
    instantOf,
    shelf: createShelfBook(),
    wantedOn: demandOf(traded),
    firstDay: dates[0] ?? lastDay,
  };
  return {
    goods,
    users,
    suppliers,
    customers,
    days: traded.map((day) => planDay(day, goods, supply)),
  };
}

interface TradedDay {
  date: string;
  posts: Post[];
  sales: PlannedSale[];
  tabPayments: PlannedTabPayment[];
  wastes: PlannedWaste[];
}

function planTrade(date: string, dayNumber: number, trade: Trade): TradedDay {
  const posts = postsOf(date, dayNumber, trade);
  const sales = planSales(date, posts, trade);
  return {
    date,
    posts,
    sales,
    tabPayments: planTabPayments(date, posts, trade),
    wastes: planWastes(date, sales, trade),
  };
}

function planTabPayments(date: string, posts: readonly Post[], trade: Trade): PlannedTabPayment[] {
  const { seed, tabs, instantOf } = trade;
  if (posts.length === 0) return [];
  const dice = createDice(seed, `tabs ${date}`);
  const dayOfMonth = Number(date.slice(8));
  return tabs.pay(dayOfMonth >= 5 && dayOfMonth <= 11, dice).map((payment) => {
    const at = instantOf(date, dice.whole(9 * hour, 12 * hour));
    const id = demoId(seed, `tab payment ${date} ${payment.customerId}`, at);
    const method = dice.pick(['cash', 'pix', 'debit'] as const);
    return { id, at, method, tillId: dice.pick(posts).tillId, ...payment };
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
  const at = closing(date, instantOf);
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
function demandOf(days: readonly TradedDay[]): Supply['wantedOn'] {
  const byDay = new Map<string, Map<string, number>>();
  for (const { date, sales, wastes } of days) {
    const wanted = new Map<string, number>();
    const parts = [...sales.flatMap(({ lines }) => lines), ...wastes];
    for (const { product, quantityMilli } of parts) {
      wanted.set(product.id, (wanted.get(product.id) ?? 0) + quantityMilli);
    }
    byDay.set(date, wanted);
  }
  return (productId, date) => byDay.get(date)?.get(productId) ?? 0;
}

function planDay(day: TradedDay, goods: Goods, supply: Supply): DayPlan {
  const { date, posts, sales, tabPayments, wastes } = day;
  const expired = throwAway(date, supply);
  const morning = planMorning(date, supply);
  for (const { id } of goods.products) {
    const missing = supply.shelf.take(id, date, supply.wantedOn(id, date));
    if (missing > 0) throw new Error(`the plan sells more of ${id} on ${date} than it buys`);
  }
  const opening = {
    openedAt: supply.instantOf(date, 7.75 * hour),
    closedAt: closing(date, supply.instantOf),
  };
  const tillDay = { seed: supply.seed, ...opening, sales, tabPayments, cashRefunds: [] };
  return {
    date,
    expired,
    ...morning,
    tills: posts.map((post) => planTill(post, tillDay)),
    sales,
    tabPayments,
    refunds: [],
    wastes,
    counts: [],
  };
}

/** Half an hour after the last customer. */
function closing(date: string, instantOf: Supply['instantOf']): Date {
  const lastHour = Math.max(0, ...Object.keys(shapeOf(date).hours).map(Number));
  return instantOf(date, (lastHour + 1.5) * hour);
}
