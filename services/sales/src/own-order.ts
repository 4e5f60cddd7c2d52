/** Whose an order is: a seller touches the own ones, an admin all. */
import { isAllowed } from '@balcao/contracts/permissions.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { type LockedOrder, lockOrders } from './locked-order-store.ts';

/** Locks an order that the caller may touch: a seller's own, any for an admin. Others are not found. */
export async function lockOwn(tx: Tx, orderId: string, caller: Caller): Promise<LockedOrder> {
  const order = (await lockOrders(tx, [orderId])).get(orderId);
  if (order === undefined || !mayTouch(order.sellerId, caller)) throw noSuchOrder(orderId);
  return order;
}

/** Whether the caller may see and change this seller's orders. */
function mayTouch(sellerId: string, caller: Caller): boolean {
  return sellerId === caller.userId || isAllowed(caller.role, 'orders:read-all');
}

/** Whether the caller may read an order: what is on hold is everybody's who may resume it. */
export function mayRead(
  { sellerId, status }: Pick<LockedOrder, 'sellerId' | 'status'>,
  caller: Caller,
): boolean {
  const isForAll = status === 'held' && isAllowed(caller.role, 'orders:resume');
  return isForAll || mayTouch(sellerId, caller);
}

/** Locks an order that the caller may read, to resume it. */
export async function lockHeld(tx: Tx, orderId: string, caller: Caller): Promise<LockedOrder> {
  const order = (await lockOrders(tx, [orderId])).get(orderId);
  if (order === undefined || !mayRead(order, caller)) throw noSuchOrder(orderId);
  return order;
}

export function noSuchOrder(orderId: string): Problem {
  return new Problem('not_found', `There is no order ${orderId}.`);
}
