/** Puts the cart aside in the shop, for whichever till takes it up again. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { v7 as uuid } from 'uuid';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, isTransient } from '../api/client.ts';
import { priceOf } from '../offline/catalogue.ts';
import {
  type Cart,
  type CartCustomer,
  type CartLine,
  emptyCart,
  isSold,
  reprice,
  type SoldLine,
} from './cart.ts';
import { cartStore, changeCart, clearCart, keepRecalls, unfinishedRecalls } from './cart-store.ts';
import { kept } from './kept.ts';
import { isAboveLimit, salePhase } from './sale-flow.ts';

/** Throws ApiProblem; the cart stays where it is then. */
export async function holdCart(note: string): Promise<void> {
  const cart = cartStore.get();
  const { saleId: id } = cart;
  const body = { id, place: false, ...requestOf(cart), ...(note.trim() === '' ? {} : { note }) };
  const params = { header: { 'Idempotency-Key': `${id}-open` } };
  await answer(api.POST('/api/v1/orders', { params, body })).catch((error: unknown) => {
    if (!(error instanceof ApiProblem) || error.code !== 'already_exists') throw error;
  });
  const hold = { path: { id }, header: { 'Idempotency-Key': `${id}-hold` } };
  await answer(api.POST('/api/v1/orders/{id}/hold', { params: hold }));
  await kept.put('held', cart.lines, id);
  clearCart();
}

/** The same; whether it is held. Where an administrator has to allow its discount, that is asked for next. */
export async function holdOrAsk(note: string): Promise<boolean> {
  try {
    await holdCart(note);
    return true;
  } catch (error) {
    if (!isAboveLimit(error)) throw error;
    salePhase.set({ kind: 'failed', error, payments: [], isUnsure: false, holdNote: note });
    return false;
  }
}

/**
 * Brings a held sale into the cart. It is sold as a sale of its own, since that goes without a network too; what
 * was held is over. Of two tills one gets it: the other is told `invalid_transition`. One key until it is in the cart,
 * so that a lost answer costs nobody the sale. False where something was rung up meanwhile: it can be recalled again.
 * Throws ApiProblem.
 */
export async function recallOrder(held: Order): Promise<boolean> {
  const { id } = held;
  const order = await resume(held);
  const customer = await customerOf(order);
  const own = await kept.get('held', id);
  if (cartStore.get().lines.length > 0) return false;
  changeCart(() => reprice({ ...cartOf(order, own), customer }, priceOf));
  await keepRecalls(recallsBut(id));
  const params = { path: { id }, header: { 'Idempotency-Key': `${id}-cancel` } };
  // The cart has it all: an open order that stays behind in the shop sells nothing.
  await answer(api.POST('/api/v1/orders/{id}/cancel', { params, body: {} })).catch(() => undefined);
  await kept.delete('held', id);
  return true;
}

const recallsBut = (id: string) => unfinishedRecalls().filter(({ order }) => order.id !== id);

async function resume(order: Order): Promise<Order> {
  const { id } = order;
  const key = unfinishedRecalls().find((recall) => recall.order.id === id)?.key ?? uuid();
  await keepRecalls([...recallsBut(id), { order, key }]);
  const params = { path: { id }, header: { 'Idempotency-Key': `${id}-resume-${key}` } };
  try {
    return await answer(api.POST('/api/v1/orders/{id}/resume', { params }));
  } catch (error) {
    if (isGone(error)) await keepRecalls(recallsBut(id));
    throw error;
  }
}

/** Somebody else has it. */
const isGone = (error: unknown): boolean =>
  error instanceof ApiProblem && ['invalid_transition', 'not_found'].includes(error.code);

/** Null too for one who is not known any more. */
async function customerOf({ customerId }: Order): Promise<CartCustomer | null> {
  if (customerId === null) return null;
  try {
    const params = { path: { id: customerId } };
    const { id, name } = await answer(api.GET('/api/v1/customers/{id}', { params }));
    return { id, name };
  } catch (error) {
    if (isTransient(error)) throw error;
    return null;
  }
}

const requestOf = (cart: Cart) => ({
  lines: cart.lines
    .filter(isSold)
    .map(({ productId, quantityMilli, labelCode }) =>
      labelCode === null ? { productId, quantityMilli } : { code: labelCode },
    ),
  discountMinor: cart.discountMinor,
  ...(cart.customer === null ? {} : { customerId: cart.customer.id }),
  ...(cart.overrideId === null ? {} : { overrideId: cart.overrideId }),
});

function cartOf(order: Order, own: CartLine[] | undefined): Cart {
  const lines = own ?? order.lines.map(lineOf);
  return {
    ...emptyCart(uuid()),
    lines,
    markedKey: lines.at(-1)?.key ?? null,
    discountMinor: order.discountMinor,
  };
}

/** Priced by quantity: the code of another till's label is not known, and the shop reckons so too. */
const lineOf = (line: Order['lines'][number]): SoldLine => ({
  kind: 'sold',
  key: uuid(),
  productId: line.productId,
  name: line.name,
  unit: line.unit,
  quantityMilli: line.quantityMilli,
  unitPriceMinor: line.unitPriceMinor,
  totalMinor: lineTotalMinor(line.unitPriceMinor, line.quantityMilli),
  isPriceStale: line.isPriceStale,
  labelCode: null,
});
