/** First step on the way of an order: price it, store it, and tell inventory. */

import type { OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import { event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outcome } from '@balcao/kit/http/route.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { lockBuyer, readAccounts } from './account-store.ts';
import { allowancesFor } from './allow-order.ts';
import { onTabMinor } from './book-tab.ts';
import { readCatalogue } from './catalogue-store.ts';
import { customerOf, useAccounts } from './customer-of-order.ts';
import {
  draftOrder,
  type Held,
  newPayment,
  type OrderRequest,
  type PlaceDeps,
  toldAsPlaced,
  viewOf,
} from './draft-order.ts';
import { readLines } from './order-line-store.ts';
import { keysOf } from './order-lines.ts';
import { requireMatchingPayments } from './order-payments.ts';
import { requireMove } from './order-status.ts';
import { insertOrders, moveOrders, type NewOrder, saveCustomer } from './order-store.ts';
import { lockAllowances, useOverride } from './override-store.ts';
import { lockOwn } from './own-order.ts';
import type { Past } from './past-catalogue.ts';
import { readPast } from './past-store.ts';
import { insertPayments } from './payment-store.ts';
import { earliest } from './sale-that-happened.ts';
import { tillOf, useTillsFor } from './till-of-order.ts';

/** Places many orders in one transaction; each gets its own answer, and a Problem leaves no trace. */
export async function placeOrders(
  tx: Tx,
  requests: OrderRequest[],
  deps: PlaceDeps,
): Promise<Outcome[]> {
  const { scaleLayout } = deps.config;
  const keys = keysOf(
    requests.flatMap(({ lines }) => lines),
    scaleLayout,
  );
  const now = deps.now();
  const named = requests.flatMap(({ overrideId }) => overrideId ?? []);
  const [accounts, tills, overrides, catalogue] = await Promise.all([
    useAccounts(tx, requests),
    useTillsFor(tx, requests),
    lockAllowances(tx, named),
    readCatalogue(tx, keys, deps.businessDateOf(earliest(requests, now))),
  ]);
  const past = await pastOf(tx, { requests, catalogue, now }, deps);
  const held = { accounts, tills, overrides, catalogue, past, now };
  const drafts = requests.map((request) =>
    orProblem(() => {
      const draft = draftOrder(request, held, deps);
      // No other order of this batch has it from here.
      if (request.overrideId !== undefined) overrides.delete(request.overrideId);
      return draft;
    }),
  );
  const orders = distinct(drafts.filter((draft) => !(draft instanceof Problem)));
  const inserted = orders.length === 0 ? new Set() : await insertOrders(tx, orders);
  return drafts.map((draft, index) => {
    if (draft instanceof Problem) return draft;
    if (!orders.includes(draft) || !inserted.has(draft.id)) {
      return new Problem('already_exists', `There is an order ${draft.id} already.`);
    }
    const { cause, overrideId } = requests[index] ?? {};
    useOverride(tx, { overrideId, orderId: draft.id, by: draft.sellerId });
    if (draft.status === 'placed') {
      deps.outbox.add(tx, [event('order.placed', draft.id, toldAsPlaced(draft, deps))], cause);
    }
    return { status: 201, body: viewOf(draft) };
  });
}

/** What was otherwise when the sales among the requests happened; nothing is read where none is among them. */
async function pastOf(
  tx: Tx,
  { requests, catalogue, now }: Pick<Held, 'catalogue' | 'now'> & { requests: OrderRequest[] },
  { businessDateOf }: PlaceDeps,
): Promise<Past> {
  const happened = requests.filter(({ occurredAt }) => occurredAt !== undefined);
  if (happened.length === 0) return { products: [], promotions: [] };
  const { byId, byPlu, byBarcode } = catalogue;
  const products = [byId, byPlu, byBarcode].flatMap((found) => [...found.values()]);
  const from = earliest(happened, now);
  const productIds = [...new Set(products.map(({ id }) => id))];
  return readPast(tx, { productIds, from, fromDate: businessDateOf(from) });
}

function orProblem<T>(work: () => T): T | Problem {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function distinct(orders: NewOrder[]): NewOrder[] {
  return [...new Map(orders.reverse().map((order) => [order.id, order])).values()].reverse();
}

export interface PlaceOpenRequest {
  orderId: string;
  caller: Caller;
  payments: OrderPaymentRequest[];
  tillId?: string | undefined;
  customerId?: string | undefined;
  overrideId?: string | undefined;
  cause: Cause;
}

/** Places an order that was kept open: its lines stay as they were priced. */
export async function placeOpenOrder(
  tx: Tx,
  { orderId, caller, payments, tillId, overrideId, cause, ...request }: PlaceOpenRequest,
  deps: PlaceDeps,
): Promise<void> {
  const at = { tillId, caller, sellerId: caller.userId };
  if (onTabMinor(payments) > 0) lockBuyer(tx, { orderId, customerId: request.customerId });
  const [tills, overrides, order] = await Promise.all([
    useTillsFor(tx, [at]),
    lockAllowances(tx, overrideId === undefined ? [] : [overrideId]),
    lockOwn(tx, orderId, caller),
  ]);
  requireMove(order.status, 'placed');
  requireMatchingPayments(payments, order.totalMinor);
  const customerId = request.customerId ?? order.customerId;
  const accounts = await readAccounts(tx, customerId === null ? [] : [customerId]);
  const allowances = allowancesFor({ overrideId }, overrides);
  customerOf({ customerId: customerId ?? undefined, payments }, accounts, allowances);
  useOverride(tx, { overrideId, orderId, by: caller.userId });
  if (customerId !== null) saveCustomer(tx, orderId, customerId);
  const lines = (await readLines(tx, [orderId])).get(orderId) ?? [];
  insertPayments(tx, [{ id: orderId, payments: payments.map(newPayment) }]);
  const deadlineAt = new Date(Date.now() + deps.config.placedTimeoutMs).toISOString();
  const move = { orderId, deadlineAt, tillId: tillOf(at, tills), by: caller.userId };
  moveOrders(tx, [{ ...move, path: ['placed'] }]);
  const data = toldAsPlaced({ id: orderId, lines, occurredAt: null }, deps);
  deps.outbox.add(tx, [event('order.placed', orderId, data)], cause);
}
