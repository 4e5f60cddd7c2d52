/** Orders that are not sold at once: put aside and taken up again, or open while a promotion begins. */
import { promotion } from '@balcao/contracts/api/promotions.ts';
import { type Order, order, orderPage } from '@balcao/contracts/api/sales.ts';
import type { Api } from './api.ts';
import { eventually } from './eventually.ts';
import { same, sameMinor } from './failure.ts';
import { reais } from './format.ts';
import {
  checkPrices,
  lineOf,
  place,
  reach,
  requestOf,
  saleOf,
  totalOf,
  type Wish,
} from './orders.ts';
import { wholly } from './sales.ts';
import type { Leftovers, Shop } from './shop.ts';

/** The customer has forgotten something: held, to be seen by others, taken up again, and sold as it was. */
export async function holdAndResume({ admin, seller, goods: { meat }, books }: Shop) {
  const wish = wholly('cash', [lineOf(meat, 640)]);
  const { id } = await openCart(seller.api, wish);
  const held = await seller.api.act(`/orders/${id}/hold`, {}, order);
  same('status of the order', held.status, 'held');
  const { payments } = wish;
  const early = { method: 'POST', path: `/orders/${id}/place`, body: { payments } } as const;
  await seller.api.refused(early, 'invalid_transition');
  const { items } = await admin.api.get('/orders?status=held', orderPage);
  const isListed = items.some((one) => one.id === id);
  same('the order is among those that are held', isListed, true);
  const resumed = await seller.api.act(`/orders/${id}/resume`, {}, order);
  same('status of the order', resumed.status, 'open');
  await sellCart(seller.api, id, wish);
  books.sell(saleOf(wish));
  return { figures: `0.640 kg = ${reais(totalOf(wish))}, held, resumed and paid in cash` };
}

const offeredMinor = 5990;
const offeredMilli = 840;
const heardWithinMs = 10_000;

/** A cart keeps its prices until its lines are set again: then the promotion that began meanwhile holds. */
export async function sellOnOffer(shop: Shop, suffix: string, leftovers: Leftovers) {
  const {
    seller,
    goods: { prime },
    books,
  } = shop;
  const listed = wholly('cash', [lineOf(prime, offeredMilli)]);
  const { id } = await openCart(seller.api, listed);
  const { promotionId } = await makeOffer(shop, suffix, leftovers);
  const wish = wholly('cash', [lineOf({ ...prime, priceMinor: offeredMinor }, offeredMilli)]);
  const [line] = (await setLines(seller.api, id, wish)).lines;
  same('promotion of the line', line?.promotionId, promotionId);
  sameMinor('list price of the line', line?.listPriceMinor ?? 0, prime.priceMinor);
  await sellCart(seller.api, id, wish);
  books.sell(saleOf(wish));
  const [before, now] = [totalOf(listed), totalOf(wish)].map(reais);
  return { figures: `0.840 kg = ${now} at ${reais(offeredMinor)}/kg; ${before} by the list` };
}

async function makeOffer(
  { stockist, goods: { prime } }: Shop,
  suffix: string,
  leftovers: Leftovers,
) {
  const offer = {
    name: `Flow ${suffix}`,
    productId: prime.id,
    kind: 'price',
    priceMinor: offeredMinor,
  };
  const { id } = await stockist.api.create('/promotions', offer, promotion);
  const undo = () => stockist.api.sendAway({ method: 'DELETE', path: `/promotions/${id}` });
  leftovers.push({ name: 'promotion ended', undo });
  return { promotionId: id };
}

/** Sales hears of a promotion by an event: sets the lines until they cost what is wished. */
function setLines(api: Api, id: string, wish: Wish): Promise<Order> {
  const body = { lines: requestOf(wish).lines };
  const request = { method: 'PUT', path: `/orders/${id}/lines`, body } as const;
  return eventually(heardWithinMs, async () => {
    const { body: changed } = await api.send(request, 200, order);
    sameMinor('total of the cart', changed.totalMinor, totalOf(wish));
    return changed;
  });
}

function openCart(api: Api, { lines }: Wish): Promise<Order> {
  return place(api, { lines, payments: [], more: { place: false } });
}

async function sellCart(api: Api, id: string, wish: Wish): Promise<void> {
  const { payments } = wish;
  checkPrices(await api.act(`/orders/${id}/place`, { payments }, order), wish);
  await reach(api, id, 'completed');
}
