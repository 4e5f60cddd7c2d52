/** Orders as the flow sends and checks them: what each should cost is computed here, not read from the answer. */

import { type StockLevel, stockLevel } from '@balcao/contracts/api/inventory.ts';
import {
  type CreateOrderRequest,
  type Order,
  type OrderStatus,
  order,
} from '@balcao/contracts/api/sales.ts';
import { lineTotalMinor, sumMinor } from '@balcao/contracts/money.ts';
import type { Api } from './api.ts';
import type { Sale } from './books.ts';
import { eventually } from './eventually.ts';
import { Difference, same, sameMilli, sameMinor } from './failure.ts';
import type { Shop } from './shop.ts';

/** How a line is told to sales, and what the flow expects of it. */
export interface Line {
  request: CreateOrderRequest['lines'][number];
  productId: string;
  quantityMilli: number;
  totalMinor: number;
}

/** A line by weight or pieces, told by `code` as typed or scanned, or else by the product's id. */
export function lineOf(
  product: { id: string; priceMinor: number },
  quantityMilli: number,
  code?: string,
): Line {
  return {
    request:
      code === undefined ? { productId: product.id, quantityMilli } : { code, quantityMilli },
    productId: product.id,
    quantityMilli,
    totalMinor: lineTotalMinor(product.priceMinor, quantityMilli),
  };
}

export interface Wish {
  lines: Line[];
  discountMinor?: number;
  payments: CreateOrderRequest['payments'];
  /** What else the order says. */
  more?: Partial<
    Pick<CreateOrderRequest, 'id' | 'occurredAt' | 'tillId' | 'customerId' | 'overrideId' | 'place'>
  >;
}

/** Less its discount. */
export function totalOf({
  lines,
  discountMinor = 0,
}: Pick<Wish, 'lines' | 'discountMinor'>): number {
  return sumMinor(lines.map(({ totalMinor }) => totalMinor)) - discountMinor;
}

export function requestOf({ lines, discountMinor = 0, payments, more = {} }: Wish) {
  return { lines: lines.map(({ request }) => request), discountMinor, payments, ...more };
}

export function saleOf({ lines, payments }: Wish): Sale {
  return {
    goods: lines.map(({ productId, quantityMilli }) => ({ productId, quantityMilli })),
    payments: payments.map(({ method, amountMinor }) => ({ method, amountMinor })),
  };
}

/** Sends an order, with its own headers, and checks what it costs. */
export async function place(
  api: Api,
  wish: Wish,
  headers: Record<string, string> = {},
): Promise<Order> {
  const request = { method: 'POST', path: '/orders', body: requestOf(wish), headers } as const;
  const { body } = await api.send(request, 201, order);
  checkPrices(body, wish);
  return body;
}

export function checkPrices(actual: Order, wish: Wish): void {
  const { lines, discountMinor = 0, payments } = wish;
  same('lines of the order', actual.lines.length, lines.length);
  for (const [index, line] of lines.entries()) {
    const sold = actual.lines[index];
    same(`product of line ${index + 1}`, sold?.productId, line.productId);
    sameMilli(`quantity of line ${index + 1}`, sold?.quantityMilli ?? 0, line.quantityMilli);
    sameMinor(`total of line ${index + 1}`, sold?.totalMinor ?? 0, line.totalMinor);
  }
  sameMinor('subtotal', actual.subtotalMinor, totalOf({ lines }));
  sameMinor('discount', actual.discountMinor, discountMinor);
  sameMinor('total', actual.totalMinor, totalOf(wish));
  const tendered = payments.map((payment) =>
    payment.method === 'cash'
      ? (payment.tenderedMinor ?? payment.amountMinor) - payment.amountMinor
      : 0,
  );
  sameMinor('change', actual.changeMinor, sumMinor(tendered));
}

const settledWithinMs = 15_000;
const movingStatuses: OrderStatus[] = ['placed', 'awaiting_payment', 'paid'];

/** Waits until the order has this status; another one in which it rests is a difference at once. */
export async function reach(api: Api, orderId: string, status: OrderStatus): Promise<Order> {
  const found = await eventually(settledWithinMs, async () => {
    const current = await api.get(`/orders/${orderId}`, order);
    const isOnItsWay = current.status !== status && movingStatuses.includes(current.status);
    if (isOnItsWay) throw new Difference(`status of order ${orderId}`, status, current.status);
    return current;
  });
  same(`status of order ${orderId}`, found.status, status);
  return found;
}

/** Waits until inventory has on hand what the books say, with so much of it reserved. */
export async function reachStock(
  { stockist, books }: Pick<Shop, 'stockist' | 'books'>,
  { id, name }: { id: string; name: string },
  reservedMilli = 0,
): Promise<StockLevel> {
  const { onHandMilli } = books.shelf(id);
  return eventually(settledWithinMs, async () => {
    const level = await stockist.api.get(`/inventory/stock/${id}`, stockLevel);
    sameMilli(`${name} on hand`, level.onHandMilli, onHandMilli);
    sameMilli(`${name} reserved`, level.reservedMilli, reservedMilli);
    sameMilli(`${name} available`, level.availableMilli, onHandMilli - reservedMilli);
    return level;
  });
}
