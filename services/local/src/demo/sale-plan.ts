/** One day's sales in the demo: who sells what to whom at which till, and how it is paid. */
import { lineTotalMinor, sumMinor } from '@balcao/contracts/money.ts';
import { makeScaleLabel, type ScaleLayout } from '@balcao/contracts/scale-label.ts';
import { priceCode, readCode } from '@balcao/contracts/sold-code.ts';
import { monthFactor, shapeOf, timeOfSale } from './calendar.ts';
import type { PlannedLine, PlannedPayment, PlannedSale } from './day-plan.ts';
import { createDice, type Dice, demoId } from './dice.ts';
import type { DemoProduct } from './goods.ts';
import type { BasketItem } from './habits.ts';
import type { DemoUser } from './people.ts';
import type { TabBook } from './tab-book.ts';
import { methodFor, tenderFor } from './till-money.ts';

export interface Trade {
  seed: number;
  salesPerDay: number;
  layout: ScaleLayout;
  sellers: readonly DemoUser[];
  instantOf: (date: string, seconds: number) => Date;
  fillBasket: (date: string, dice: Dice) => BasketItem[];
  /** The prices that hold at an instant, promotions and all. */
  pricesAt: (at: Date) => (product: DemoProduct) => number;
  tabs: TabBook;
}

/** Of this the odd centavos are less than a hundredth, which every seller may give. */
const largeMinor = 10_000;

/** A register that is open on a day, and who stands at it. */
export interface Post {
  tillId: string;
  register: string;
  sellerId: string;
}

/** Sellers take turns at the registers. */
export function postsOf(date: string, dayNumber: number, { seed, sellers }: Trade): Post[] {
  return Array.from({ length: shapeOf(date).registers }, (_none, index) => {
    const seller = sellers[(dayNumber + index) % sellers.length];
    const register = String(index + 1);
    return {
      tillId: demoId(seed, `till ${date} ${register}`),
      register,
      sellerId: seller?.id ?? '',
    };
  });
}

/** By time; empty on a day when the shop is closed. */
export function planSales(date: string, posts: readonly Post[], trade: Trade): PlannedSale[] {
  const shape = shapeOf(date);
  const dice = createDice(trade.seed, `sales ${date}`);
  const count = Math.round(
    trade.salesPerDay * shape.share * monthFactor(date) * dice.around(1, 0.12),
  );
  if (posts.length === 0) return [];
  const times = Array.from({ length: count }, () => timeOfSale(shape, dice)).sort((a, b) => a - b);
  return times.map((seconds, index) =>
    planSale(`${date} ${index}`, { at: trade.instantOf(date, seconds), date, posts }, trade),
  );
}

interface Moment {
  at: Date;
  date: string;
  posts: readonly Post[];
}

function planSale(name: string, { at, date, posts }: Moment, trade: Trade): PlannedSale {
  const dice = createDice(trade.seed, `sale ${name}`);
  const { tillId, sellerId } = dice.pick(posts);
  const priceOf = trade.pricesAt(at);
  const { layout } = trade;
  const lines = trade.fillBasket(date, dice).map((item) => lineOf(item, { priceOf, layout, dice }));
  const subtotalMinor = sumMinor(lines.map(({ totalMinor }) => totalMinor));
  // Now and then the odd centavos of a large sale are let go.
  const discountMinor = dice.hits(0.05) && subtotalMinor >= largeMinor ? subtotalMinor % 100 : 0;
  const totalMinor = subtotalMinor - discountMinor;
  const customerId = dice.hits(0.06) ? trade.tabs.buy(totalMinor, dice) : null;
  const payments =
    customerId === null
      ? paymentsOf(totalMinor, dice)
      : [{ method: 'tab' as const, amountMinor: totalMinor, tenderedMinor: null }];
  return {
    id: demoId(trade.seed, `sale ${name}`, at),
    at,
    tillId,
    sellerId,
    customerId,
    lines,
    discountMinor,
    totalMinor,
    payments: payments.map((payment, index) => ({
      id: demoId(trade.seed, `payment ${name} ${index}`, at),
      ...payment,
    })),
  };
}

function paymentsOf(totalMinor: number, dice: Dice): Omit<PlannedPayment, 'id'>[] {
  const cashMinor = Math.floor(totalMinor / 4000) * 2000;
  if (cashMinor > 0 && dice.hits(0.025)) {
    const rest = { method: 'pix' as const, amountMinor: totalMinor - cashMinor };
    return [
      { method: 'cash', amountMinor: cashMinor, tenderedMinor: cashMinor },
      { ...rest, tenderedMinor: null },
    ];
  }
  const method = methodFor(totalMinor, dice);
  const tenderedMinor = method === 'cash' ? tenderFor(totalMinor, dice) : null;
  return [{ method, amountMinor: totalMinor, tenderedMinor }];
}

interface Counter {
  priceOf: (product: DemoProduct) => number;
  layout: ScaleLayout;
  dice: Dice;
}

function lineOf(item: BasketItem, { priceOf, layout, dice }: Counter): PlannedLine {
  const { product, quantityMilli } = item;
  const priceMinor = priceOf(product);
  const line = { ...item, totalMinor: lineTotalMinor(priceMinor, quantityMilli) };
  if (product.barcode !== null && dice.hits(0.5)) {
    return { ...line, code: { text: product.barcode, isLabel: false } };
  }
  if (product.unit === 'kg' && dice.hits(0.25)) {
    return labelled(line, priceMinor, layout) ?? { ...line, code: null };
  }
  return { ...line, code: null };
}

/** The line as its label says it; undefined where the shop's layout has no room for it or counts pieces. */
function labelled(
  line: BasketItem & { totalMinor: number },
  priceMinor: number,
  layout: ScaleLayout,
): PlannedLine | undefined {
  const { product, quantityMilli, totalMinor } = line;
  const value = { T: totalMinor, P: quantityMilli }[layout.slice(-1)];
  const room = layout.match(/[TP]/g)?.length ?? 0;
  const codeRoom = layout.match(/C/g)?.length ?? 0;
  if (value === undefined || String(value).length > room) return undefined;
  if (product.plu === null || product.plu.length > codeRoom) return undefined;
  const text = makeScaleLabel(layout, product.plu, value);
  const priced = priceCode(readCode(text, layout), { unit: product.unit, priceMinor });
  if (priced.kind === 'refused') return undefined;
  return {
    product,
    quantityMilli: priced.quantityMilli,
    totalMinor: priced.totalMinor,
    code: { text, isLabel: true },
  };
}
