/** Fiado: a customer buys on the tab up to a limit and pays it off in parts. */
import { customer, tab, tabPayment } from '@balcao/contracts/api/customers.ts';
import { sameMinor } from './failure.ts';
import { reais } from './format.ts';
import { lineOf, place, reach, requestOf, saleOf, totalOf } from './orders.ts';
import { wholly } from './sales.ts';
import type { Shop } from './shop.ts';

const limitMinor = 5_000;
const paidMinor = 1_000;

/** The second purchase would be above the limit; what is paid makes room for a part of it. */
export async function buyOnTab(shop: Shop, suffix: string) {
  const {
    admin,
    seller,
    goods: { second },
    books,
  } = shop;
  const request = { name: `Flow ${suffix}`, tabLimitMinor: limitMinor };
  const { id: customerId } = await admin.api.create('/customers', request, customer);
  const wish = { ...wholly('tab', [lineOf(second, 1000)]), more: { customerId } };
  const { id } = await place(seller.api, wish);
  await reach(seller.api, id, 'completed');
  books.sell(saleOf(wish));
  const boughtMinor = totalOf(wish);
  const more = { method: 'POST', path: '/orders', body: requestOf(wish) } as const;
  await seller.api.refused(more, 'tab_limit_exceeded');

  const path = `/customers/${customerId}/tab`;
  const payment = { amountMinor: paidMinor, method: 'cash' };
  const paid = await seller.api.create(`${path}/payments`, payment, tabPayment);
  books.payTab('cash', paidMinor);
  sameMinor('balance after the payment', paid.balanceMinor, boughtMinor - paidMinor);
  const { balanceMinor, roomMinor } = await seller.api.get(path, tab);
  sameMinor('balance of the tab', balanceMinor, boughtMinor - paidMinor);
  sameMinor('room on the tab', roomMinor, limitMinor - balanceMinor);
  return {
    figures: `${reais(boughtMinor)} bought, ${reais(paidMinor)} paid in cash, ${reais(balanceMinor)} owed of ${reais(limitMinor)}`,
  };
}
