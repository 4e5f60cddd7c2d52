/** What goes wrong at a counter, or is taken back: nothing of it may leave a trace in stock or money. */
import { order } from '@balcao/contracts/api/sales.ts';
import { lineTotalMinor } from '@balcao/contracts/money.ts';
import { same, sameMilli, sameMinor } from './failure.ts';
import { kilos, quantity, reais } from './format.ts';
import { lineOf, place, reach, reachStock, saleOf, totalOf, type Wish } from './orders.ts';
import { cutCostMinor } from './receiving.ts';
import { reachPayment, wholly } from './sales.ts';
import type { Shop } from './shop.ts';

/** The bank says no: the order is cancelled and its goods are free again. */
export async function declineCard(shop: Shop) {
  const {
    seller,
    goods: { meat },
  } = shop;
  const lines = [lineOf(meat, 2000)];
  const amountMinor = totalOf({ lines });
  const wish: Wish = {
    lines,
    payments: [{ method: 'credit', amountMinor, cardToken: 'tok_decline' }],
  };
  const { id, payments } = await place(seller.api, wish, { Prefer: 'wait=10' });
  const { reason } = await reach(seller.api, id, 'cancelled');
  same('reason of the cancellation', reason, 'payment_declined');
  await reachPayment(seller.api, payments[0]?.id ?? '', 'declined');
  const { availableMilli } = await reachStock(shop, meat);
  return {
    figures: `2.000 kg = ${reais(amountMinor)}, cancelled; ${kilos(availableMilli)} kg free again`,
  };
}

/** More than there is: rejected, with what was asked for and what there is. */
export async function rejectForStock(shop: Shop) {
  const {
    seller,
    goods: { meat, box },
    books,
  } = shop;
  const requestedMilli = 1_000_000;
  const wish = wholly('cash', [lineOf(box, 1000), lineOf(meat, requestedMilli)]);
  const { id } = await place(seller.api, wish);
  const { shortages = [], reason } = await reach(seller.api, id, 'rejected');
  same('reason of the rejection', reason, 'stock_rejected');
  same('shortages', shortages.length, 1);
  same('product that is short', shortages[0]?.productId, meat.id);
  sameMilli('quantity asked for', shortages[0]?.requestedMilli ?? 0, requestedMilli);
  const { onHandMilli } = books.shelf(meat.id);
  sameMilli('quantity that there is', shortages[0]?.availableMilli ?? 0, onHandMilli);
  await reachStock(shop, box);
  return {
    figures: `${kilos(requestedMilli)} kg wanted, ${kilos(onHandMilli)} kg there; nothing held`,
  };
}

/** Cancelled while it waits for its PIX: what it held is free again. */
export async function cancelOne(shop: Shop) {
  const {
    seller,
    goods: { meat },
  } = shop;
  const heldMilli = 3000;
  const wish = wholly('pix', [lineOf(meat, heldMilli)]);
  const { id, payments } = await place(seller.api, wish, { Prefer: 'wait=0' });
  await reach(seller.api, id, 'awaiting_payment');
  const held = await reachStock(shop, meat, heldMilli);
  const note = 'the customer left';
  const cancelled = await seller.api.act(`/orders/${id}/cancel`, { note }, order);
  same('status of the order', cancelled.status, 'cancelled');
  same('reason of the cancellation', cancelled.reason, 'requested');
  await reachPayment(seller.api, payments[0]?.id ?? '', 'cancelled');
  const free = await reachStock(shop, meat);
  await seller.api.refused(
    { method: 'POST', path: `/orders/${id}/refund`, body: {} },
    'invalid_transition',
  );
  return {
    figures: `${kilos(held.availableMilli)} kg free while it waited, ${kilos(free.availableMilli)} kg after`,
  };
}

/** Sold for cash and taken back: goods on the shelf, money to the customer, the books reversed. */
export async function refundOne(shop: Shop) {
  const {
    seller,
    goods: { meat },
    books,
  } = shop;
  const wish = wholly('cash', [lineOf(meat, 1250)]);
  const { id, payments } = await place(seller.api, wish);
  await reach(seller.api, id, 'completed');
  const booked = books.sell(saleOf(wish));
  await reachStock(shop, meat);
  const refunded = await seller.api.act(`/orders/${id}/refund`, { note: 'too fat' }, order);
  same('status of the order', refunded.status, 'refunded');
  books.takeBack(booked);
  await reachPayment(seller.api, payments[0]?.id ?? '', 'refunded');
  const { onHandMilli } = await reachStock(shop, meat);
  await seller.api.refused(
    { method: 'POST', path: `/orders/${id}/refund`, body: {} },
    'invalid_transition',
  );
  return {
    figures: `1.250 kg = ${reais(totalOf(wish))} paid back; ${quantity(onHandMilli, 'kg')} on hand`,
  };
}

/** Part of a line comes back: some to the shelf, some spoilt; the customer gets what that part had cost. */
export async function refundPart(shop: Shop) {
  const {
    seller,
    goods: { prime },
    books,
  } = shop;
  const [shelfMilli, spoiltMilli] = [500, 300];
  const wish = wholly('cash', [lineOf(prime, 2000)]);
  const { id } = await place(seller.api, wish);
  await reach(seller.api, id, 'completed');
  books.sell(saleOf(wish));
  const lines = [
    { position: 0, quantityMilli: shelfMilli, disposition: 'stock' },
    { position: 0, quantityMilli: spoiltMilli, disposition: 'waste' },
  ];
  const refund = { lines, note: 'half of it was not asked for' };
  const { status, refunds } = await seller.api.act(`/orders/${id}/refund`, refund, order);
  same('status of the order', status, 'partially_refunded');
  const backMilli = shelfMilli + spoiltMilli;
  const backMinor = lineTotalMinor(prime.priceMinor, backMilli);
  sameMinor('money that goes back', refunds?.[0]?.totalMinor ?? 0, backMinor);
  books.takeBack({
    goods: [{ productId: prime.id, quantityMilli: backMilli }],
    payments: [{ method: 'cash', amountMinor: backMinor }],
    costsMinor: [lineTotalMinor(cutCostMinor, backMilli)],
  });
  books.lose(prime.id, spoiltMilli);
  const { onHandMilli } = await reachStock(shop, prime);
  const whole = { lines: [{ position: 0, quantityMilli: 2000 }] };
  const path = `/orders/${id}/refund`;
  await seller.api.refused({ method: 'POST', path, body: whole }, 'refund_exceeds_sale');
  return {
    figures: `${kilos(backMilli)} of 2.000 kg back for ${reais(backMinor)}, ${kilos(spoiltMilli)} kg of it lost; ${kilos(onHandMilli)} kg on hand`,
  };
}
