/** Above a seller's limit an admin allows a discount, to one order and once. */
import { override, overridePage } from '@balcao/contracts/api/overrides.ts';
import { same, sameMinor } from './failure.ts';
import { reais } from './format.ts';
import { lineOf, place, reach, requestOf, saleOf, totalOf, type Wish } from './orders.ts';
import type { Shop } from './shop.ts';

/** Refused to the seller, allowed by the admin, used up by the order, and on record. */
export async function allowDiscount({ admin, seller, goods: { box }, books }: Shop) {
  const lines = [lineOf(box, 2000)];
  const discountMinor = totalOf({ lines }) / 2;
  const amountMinor = totalOf({ lines, discountMinor });
  const wish: Wish = { lines, discountMinor, payments: [{ method: 'cash', amountMinor }] };
  const order = { method: 'POST', path: '/orders', body: requestOf(wish) } as const;
  await seller.api.refused(order, 'discount_above_limit');
  const allowed = { discountUpToMinor: discountMinor, note: 'the lids are dented' };
  const path = '/orders/overrides';
  await seller.api.refused({ method: 'POST', path, body: allowed }, 'forbidden');
  const { id: overrideId } = await admin.api.create(path, allowed, override);
  const { id } = await place(seller.api, { ...wish, more: { overrideId } });
  await reach(seller.api, id, 'completed');
  books.sell(saleOf(wish));
  const again = { ...order, body: { ...order.body, overrideId } };
  await seller.api.refused(again, 'override_not_valid');
  const { items } = await admin.api.get(`${path}?orderId=${id}`, overridePage);
  same('overrides of the order', items.length, 1);
  same('who used it', items[0]?.usedBy, seller.userId);
  sameMinor('discount that was allowed', items[0]?.discountUpToMinor ?? 0, discountMinor);
  return { figures: `${reais(discountMinor)} off ${reais(totalOf({ lines }))}, allowed once` };
}
