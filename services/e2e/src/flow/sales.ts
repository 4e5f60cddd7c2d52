/** The sales that succeed: by label, barcode and hand; in cash, by PIX and by card. */
import { createHmac, randomUUID } from 'node:crypto';
import { type Payment, payment, type WebhookRequest } from '@balcao/contracts/api/payment.ts';
import { order } from '@balcao/contracts/api/sales.ts';
import type { Api } from './api.ts';
import { eventually } from './eventually.ts';
import { same, sameMinor } from './failure.ts';
import { quantity, reais } from './format.ts';
import {
  type Line,
  lineOf,
  place,
  reach,
  requestOf,
  saleOf,
  totalOf,
  type Wish,
} from './orders.ts';
import type { Shop } from './shop.ts';

/** The note with which the label is paid. */
export const tenderedMinor = 10_000;

/** A scanned scale label, paid with a note that is too large. */
export async function sellByLabel(shop: Shop) {
  const { seller, goods, books } = shop;
  const { code, productId, quantityMilli, totalMinor } = goods.label;
  const line: Line = { request: { code }, productId, quantityMilli, totalMinor };
  const wish: Wish = {
    lines: [line],
    payments: [{ method: 'cash', amountMinor: totalMinor, tenderedMinor }],
  };
  const key = randomUUID();
  const { id } = await place(seller.api, wish, { 'Idempotency-Key': key });
  const completed = await reach(seller.api, id, 'completed');
  same('seller of the order', completed.sellerId, seller.userId);
  books.sell(saleOf(wish));
  const otherBody = { ...requestOf(wish), discountMinor: 1 };
  const keyed = {
    api: seller.api,
    path: '/orders',
    schema: order,
    body: requestOf(wish),
    otherBody,
  };
  shop.keyed.push({ ...keyed, key, id });
  const unit = productId === goods.meat.id ? 'kg' : 'un';
  const change = `${reais(tenderedMinor)} given, change ${reais(tenderedMinor - totalMinor)}`;
  return {
    figures: `${quantity(quantityMilli, unit)} = ${reais(totalMinor)}, ${change}`,
    labelledId: id,
  };
}

/** One barcode scanned twice and a weight typed by hand, with a discount, paid half in cash, half by card. */
export async function sellByHand({ seller, goods: { meat, box }, books }: Shop) {
  const lines = [
    lineOf(box, 1000, box.barcode),
    lineOf(box, 1000, box.barcode),
    lineOf(meat, 755, meat.plu),
  ];
  const discountMinor = 12;
  const totalMinor = totalOf({ lines, discountMinor });
  const cashMinor = 3000;
  const wish: Wish = {
    lines,
    discountMinor,
    payments: [
      { method: 'cash', amountMinor: cashMinor },
      { method: 'debit', amountMinor: totalMinor - cashMinor },
    ],
  };
  const { id, payments } = await place(seller.api, wish, { Prefer: 'wait=10' });
  await reach(seller.api, id, 'completed');
  books.sell(saleOf(wish));
  const card = await reachPayment(seller.api, payments[1]?.id ?? '', 'approved');
  books.payFee(card.feeMinor);
  const parts = `${reais(cashMinor)} in cash, ${reais(totalMinor - cashMinor)} by debit card`;
  return {
    figures: `2 × EAN + 0.755 kg − ${reais(discountMinor)} = ${reais(totalMinor)}, ${parts}`,
  };
}

/** A PIX waits for its customer: a forged webhook pays nothing, the provider's own does. */
export async function sellByPix({ seller, anonymous, goods: { meat }, books }: Shop) {
  const wish = wholly('pix', [lineOf(meat, 500)]);
  const { id, payments } = await place(seller.api, wish, { Prefer: 'wait=0' });
  await reach(seller.api, id, 'awaiting_payment');
  const paymentId = payments[0]?.id ?? '';
  await reachPayment(seller.api, paymentId, 'pending');
  await forgeWebhook(anonymous, paymentId);
  same('status of the PIX', (await readPayment(seller.api, paymentId)).status, 'pending');
  await seller.api.act(`/payments/${paymentId}/simulate`, { outcome: 'paid' }, payment);
  await reach(seller.api, id, 'completed');
  const paid = await reachPayment(seller.api, paymentId, 'approved');
  sameMinor('amount of the PIX', paid.amountMinor, totalOf(wish));
  books.sell(saleOf(wish));
  return {
    figures: `0.500 kg = ${reais(totalOf(wish))}; forged webhook 401, the provider's one paid it`,
  };
}

/** Rung up without a network and paid on the bank's own machine: recorded once, however often it is sent. */
export async function sellOffline({ seller, goods: { second }, books }: Shop, tillId: string) {
  const occurredAt = new Date(Date.now() - 1_000).toISOString();
  const wish: Wish = {
    ...wholly('debit', [lineOf(second, 1500)]),
    more: { id: randomUUID(), occurredAt, tillId },
  };
  const { id, payments } = await place(seller.api, wish, { Prefer: 'wait=10' });
  await reach(seller.api, id, 'completed');
  const again = { method: 'POST', path: '/orders', body: requestOf(wish) } as const;
  await seller.api.refused(again, 'already_exists');
  const paid = await reachPayment(seller.api, payments[0]?.id ?? '', 'approved');
  same('provider of a card that was taken elsewhere', paid.provider, 'none');
  books.sell(saleOf(wish));
  books.payFee(paid.feeMinor);
  return { figures: `1.500 kg = ${reais(totalOf(wish))}, sent twice, there once` };
}

/** An order that is paid in one way. */
export function wholly(method: 'cash' | 'pix' | 'debit' | 'tab', lines: Line[]): Wish {
  return { lines, payments: [{ method, amountMinor: totalOf({ lines }) }] };
}

/** Signed with a secret that is not the shop's. */
async function forgeWebhook(anonymous: Api, paymentId: string): Promise<void> {
  const body: WebhookRequest = {
    id: randomUUID(),
    type: 'payment.paid',
    paymentId,
    occurredAt: new Date().toISOString(),
  };
  const seconds = Math.floor(Date.now() / 1000);
  const signed = `${seconds}.${JSON.stringify(body)}`;
  const signature = createHmac('sha256', 'not the secret of this shop')
    .update(signed)
    .digest('hex');
  const headers = { 'Balcao-Signature': `t=${seconds},v1=${signature}` };
  const path = '/payments/webhooks/simulated';
  await anonymous.refused({ method: 'POST', path, body, headers }, 'invalid_signature');
}

/** A debit card that the provider approves. */
export async function sellByCard({ seller, goods: { box }, books }: Shop) {
  const wish = wholly('debit', [lineOf(box, 1000)]);
  const { id, payments } = await place(seller.api, wish, { Prefer: 'wait=10' });
  await reach(seller.api, id, 'completed');
  books.sell(saleOf(wish));
  const paid = await reachPayment(seller.api, payments[0]?.id ?? '', 'approved');
  books.payFee(paid.feeMinor);
  return { figures: `1 un = ${reais(totalOf(wish))}, approved` };
}

function readPayment(api: Api, id: string): Promise<Payment> {
  return api.get(`/payments/${id}`, payment);
}

const heardWithinMs = 10_000;

/** Payment hears of an order by events: waits until it knows this payment, and has it in this status. */
export async function reachPayment(
  api: Api,
  id: string,
  status: Payment['status'],
): Promise<Payment> {
  return eventually(heardWithinMs, async () => {
    const found = await readPayment(api, id);
    same(`status of payment ${id}`, found.status, status);
    return found;
  });
}
