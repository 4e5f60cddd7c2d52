/** A till that sells on whatever happens to the shop, and writes down what it was answered. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type ApiClient, createApiClient } from '@balcao/kit/testing/api-client.ts';
import { type Caller, callStubbornly } from '../harness/stubborn-call.ts';
import { isFinal, kilogramMilli, type Method, type Sale, totalOf } from './sale.ts';

const pauseMs = 50;
/** An order waits for a card for two minutes, and half a minute for the answer to come. */
const patienceMs = 170_000;

export interface Till {
  caller: Caller;
  /** Who pays by tab. */
  customerId: string;
}

export interface Wish {
  productIds: string[];
  method: Method;
  /** Sent twice at once, under one key, as by a till whose button hangs. */
  isTwice: boolean;
}

/**
 * Sells, and resolves when the sale has ended.
 * @param sales gets the sale before it is asked for, so that it is remembered whatever becomes of it
 */
export async function sell({ caller, customerId }: Till, wish: Wish, sales: Sale[]): Promise<Sale> {
  const sale: Sale = {
    id: randomUUID(),
    productIds: wish.productIds,
    method: wish.method,
    askedAtMs: performance.now(),
    endedAtMs: undefined,
    answers: [],
    isPixPaid: false,
    status: undefined,
  };
  sales.push(sale);
  const body = bodyOf(sale, customerId);
  const call = { method: 'POST', path: '/orders', body, key: sale.id } as const;
  const times = wish.isTwice ? [call, call] : [call];
  const answered = await Promise.all(times.map((each) => callStubbornly(caller, each)));
  sale.answers = answered.map(essence);
  await settle(caller, sale);
  return sale;
}

function bodyOf(sale: Sale, customerId: string): object {
  const lines = sale.productIds.map((productId) => ({ productId, quantityMilli: kilogramMilli }));
  const payments = [{ method: sale.method, amountMinor: totalOf(sale) }];
  return { id: sale.id, lines, payments, customerId };
}

/** What no repeat of the request may answer otherwise. */
function essence(answer: string): string {
  const { id, number, totalMinor, payments } = JSON.parse(answer);
  return JSON.stringify({ id, number, totalMinor, payments: payments.map(idOf) });
}

const idOf = ({ id }: { id: string }) => id;

/** Looks until the order has ended; its customer pays by PIX as soon as there is a code. */
async function settle(caller: Caller, sale: Sale): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (performance.now() < deadline) {
    await look(caller, sale).catch(() => undefined);
    if (isFinal(sale.status)) {
      sale.endedAtMs = performance.now();
      return;
    }
    await delay(pauseMs);
  }
}

async function look({ url, token }: Caller, sale: Sale): Promise<void> {
  const call = createApiClient(url(), await token());
  const { status, body } = await call.get(`/orders/${sale.id}`);
  if (status !== 200) return;
  sale.status = body.status;
  const [payment] = body.payments;
  if (sale.method === 'pix' && sale.status === 'awaiting_payment')
    await payPix(call, sale, payment);
}

/** The charge may not be at the provider yet: then it is tried again at the next look. */
async function payPix(call: ApiClient, sale: Sale, payment?: { id: string }): Promise<void> {
  if (payment === undefined) return;
  const paid = await call.post(`/payments/${payment.id}/simulate`, { outcome: 'paid' });
  if (paid.status < 300) sale.isPixPaid = true;
}
