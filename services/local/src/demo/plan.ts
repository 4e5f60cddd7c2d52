/** The demo's plan: from a seed and a last day to everything that happens in the shop until then. Pure. */
import { addDays } from '@balcao/contracts/dates.ts';
import { effectivePrice } from '@balcao/contracts/effective-price.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import { shopClock } from '@balcao/contracts/shop-clock.ts';
import { billsOf } from './bills.ts';
import { shopClockReader } from './calendar.ts';
import { type DemoCarcass, demoCarcasses } from './carcasses.ts';
import { closingOf } from './closing.ts';
import { planCounts } from './count-plan.ts';
import type { DayPlan } from './day-plan.ts';
import { type DemoProduct, demoGoods, type Goods } from './goods.ts';
import { basketFiller } from './habits.ts';
import { type DemoMarket, demoMarket } from './market.ts';
import { type DemoOffer, demoOffers } from './offers.ts';
import {
  type DemoCustomer,
  type DemoSupplier,
  type DemoUser,
  demoCustomers,
  demoSuppliers,
  demoUsers,
} from './people.ts';
import { putBack } from './refund-plan.ts';
import { createShelfBook } from './shelf.ts';
import { planMorning, type Supply, throwAway } from './supply-plan.ts';
import { createTabBook } from './tab-book.ts';
import { planTill } from './till-plan.ts';
import { demandOf, planTrade, type TradedDay } from './trade-plan.ts';

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
  offers: DemoOffer[];
  carcasses: DemoCarcass[];
  market: DemoMarket;
  days: DayPlan[];
}

const hour = 3600;

export function planDemo(options: DemoOptions): DemoPlan {
  const { seed, lastDay, days, timeZone } = options;
  const world = worldOf(options);
  const instantOf = shopClockReader(timeZone);
  const trade = tradeIn(world, options);
  const dates = Array.from({ length: days }, (_none, index) => addDays(lastDay, index + 1 - days));
  const traded = dates.map((date, dayNumber) => planTrade(date, dayNumber, trade));
  const supply: Supply = {
    ...world,
    seed,
    instantOf,
    shelf: createShelfBook(),
    wantedOn: demandOf(traded),
    firstDay: dates[0] ?? lastDay,
  };
  return { ...world, days: traded.map((day) => planDay(day, supply)) };
}

/** All that is there before the first day. */
function worldOf({ seed, lastDay }: DemoOptions): Omit<DemoPlan, 'days'> {
  const goods = demoGoods(seed);
  return {
    goods,
    users: demoUsers(seed),
    suppliers: demoSuppliers(seed),
    customers: demoCustomers(seed),
    offers: demoOffers(seed, goods, lastDay),
    carcasses: demoCarcasses(seed, goods),
    market: demoMarket(seed, goods),
  };
}

function tradeIn(
  { goods, users, customers, offers }: Omit<DemoPlan, 'days'>,
  options: DemoOptions,
) {
  const { seed, salesPerDay, layout, timeZone } = options;
  const shopTimeOf = shopClock(timeZone);
  return {
    seed,
    goods,
    salesPerDay,
    layout,
    sellers: users.filter(({ role }) => role === 'seller'),
    instantOf: shopClockReader(timeZone),
    fillBasket: basketFiller(goods),
    pricesAt: (at: Date) => {
      const time = shopTimeOf(at);
      return (product: DemoProduct) => effectivePrice(product, offers, time).priceMinor;
    },
    tabs: createTabBook(customers),
  };
}

function planDay(day: TradedDay, supply: Supply): DayPlan {
  const { date, posts, sales, tabPayments, refunds, wastes } = day;
  const expired = throwAway(date, supply);
  const morning = planMorning(date, supply);
  for (const { id } of supply.goods.products) {
    const missing = supply.shelf.take(id, date, supply.wantedOn(id, date));
    if (missing > 0) throw new Error(`the plan sells more of ${id} on ${date} than it buys`);
  }
  putBack(date, refunds, supply.shelf);
  const opening = {
    openedAt: supply.instantOf(date, 7.75 * hour),
    closedAt: closingOf(date, supply.instantOf),
  };
  const tillDay = { seed: supply.seed, ...opening, sales, tabPayments, refunds };
  return {
    date,
    expired,
    ...morning,
    tills: posts.map((post) => planTill(post, tillDay)),
    sales,
    tabPayments,
    refunds,
    wastes,
    counts: planCounts(date, { ...supply, at: supply.instantOf(date, 10 * hour) }),
    bills: billsOf(date, supply.seed),
  };
}
