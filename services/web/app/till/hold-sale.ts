/** Puts the cart aside in the shop, for whichever till takes it up again. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { v7 as uuid } from 'uuid';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import { type Cart, type CartLine, emptyCart, isSold, type SoldLine } from './cart.ts';
import { cartStore, changeCart, clearCart } from './cart-store.ts';
import { kept } from './kept.ts';

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
  await (await kept()).put('held', cart.lines, id);
  clearCart();
}

/**
 * Brings a held sale into the cart. It is sold as a sale of its own, since that goes without a network too; what
 * was held is over. Of two tills one gets it: the other is told `invalid_transition`. Throws ApiProblem.
 */
export async function recallOrder({ id }: Order): Promise<void> {
  const keyed = (what: string) => ({
    path: { id },
    header: { 'Idempotency-Key': `${id}-${what}` },
  });
  const order = await answer(
    api.POST('/api/v1/orders/{id}/resume', { params: keyed(`resume-${uuid()}`) }),
  );
  const own = await (await kept()).get('held', id);
  changeCart(() => cartOf(order, own));
  await answer(api.POST('/api/v1/orders/{id}/cancel', { params: keyed('cancel'), body: {} }));
  await (await kept()).delete('held', id);
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
