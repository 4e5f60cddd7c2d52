/** What a person does with an order: change it, hold and resume it, cancel it. */
import type { ReplaceLinesRequest } from '@balcao/contracts/api/sales.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Cause } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Caller } from '@balcao/kit/tokens.ts';
import { allowancesFor, requireDiscount } from './allow-order.ts';
import { readCatalogue } from './catalogue-store.ts';
import { cancelLocked } from './give-up-order.ts';
import { replaceLines } from './order-line-store.ts';
import { keysOf, priceLines } from './order-lines.ts';
import { requireMove } from './order-status.ts';
import { moveOrders, saveSeller } from './order-store.ts';
import { lockAllowances, useOverride } from './override-store.ts';
import { lockHeld, lockOwn } from './own-order.ts';
import type { SettleDeps } from './settle-deps.ts';
import { lockTillsAndRegisters } from './settle-tills.ts';

export interface Command {
  orderId: string;
  caller: Caller;
  note?: string | undefined;
  cause: Cause;
}

/** Replaces the lines of an open or held order, at the prices of this moment; they hold until it is done again. */
export async function changeLines(
  tx: Tx,
  { orderId, caller, overrideId, ...request }: Command & ReplaceLinesRequest,
  { config, now, shopTimeOf }: SettleDeps,
): Promise<void> {
  const [allowances, order] = await Promise.all([
    lockAllowances(tx, overrideId === undefined ? [] : [overrideId], orderId),
    lockOwn(tx, orderId, caller),
  ]);
  if (order.status !== 'open' && order.status !== 'held') {
    throw new Problem('invalid_transition', `An order that is ${order.status} cannot be changed.`, {
      pt: 'Esta venda não pode mais ser mudada.',
    });
  }
  const at = shopTimeOf(now());
  const layout = config.scaleLayout;
  const catalogue = await readCatalogue(tx, keysOf(request.lines, layout), at.businessDate);
  const discountMinor = request.discountMinor ?? order.discountMinor;
  const priced = priceLines({ lines: request.lines, discountMinor }, catalogue, { layout, at });
  const own = allowancesFor({ overrideId, orderId }, allowances);
  requireDiscount(priced, { role: caller.role, limits: config, allowances: own });
  useOverride(tx, { overrideId, orderId, by: caller.userId });
  replaceLines(tx, { ...priced, id: orderId });
}

/** Puts an open order aside. */
export async function holdOrder(tx: Tx, { orderId, caller }: Command): Promise<void> {
  const order = await lockOwn(tx, orderId, caller);
  requireMove(order.status, 'held');
  moveOrders(tx, [{ orderId, path: ['held'], by: caller.userId }]);
}

/** Takes a held order up again, whoever held it: it is the caller's from here, and is placed at the caller's till. */
export async function resumeOrder(tx: Tx, { orderId, caller }: Command): Promise<void> {
  const order = await lockHeld(tx, orderId, caller);
  requireMove(order.status, 'open');
  const isTakenOver = order.sellerId !== caller.userId;
  if (isTakenOver) saveSeller(tx, orderId, caller.userId);
  const note = isTakenOver ? `taken over from ${order.sellerId}` : undefined;
  moveOrders(tx, [{ orderId, path: ['open'], by: caller.userId, note }]);
}

/** Cancels an order that is not paid yet. */
export async function cancelByHand(tx: Tx, command: Command, deps: SettleDeps): Promise<void> {
  const { orderId, caller, note, cause } = command;
  const [tills, order] = await Promise.all([
    lockTillsAndRegisters(tx, [orderId]),
    lockOwn(tx, orderId, caller),
  ]);
  requireMove(order.status, 'cancelled');
  if (order.occurredAt !== null) {
    throw new Problem(
      'invalid_transition',
      'This sale has happened: refund it when it is completed.',
      { pt: 'Esta venda já aconteceu: devolva-a quando estiver concluída.' },
    );
  }
  const steps = [{ order, message: cause }];
  await cancelLocked(tx, { steps, tills, reason: 'requested', by: caller.userId, note }, deps);
}
