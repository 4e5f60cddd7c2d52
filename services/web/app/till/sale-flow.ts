/** The way of a sale from the payment key to its end: sent, waited for, done or refused. */
import type { Order } from '@balcao/contracts/api/sales.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, isTransient } from '../api/client.ts';
import { keepSale } from '../offline/keep-sale.ts';
import { type Sale, type SubmittedSale, submitSale } from '../offline/submit-sale.ts';
import { createStore } from '../store.ts';
import { type Cart, isSold, totalOf } from './cart.ts';
import { cartStore, clearCart, keepSent, renewSaleId, sentBefore } from './cart-store.ts';
import { repriceCart } from './reprice-cart.ts';
import type { SalePayment } from './sale-payment.ts';
import { openTillId } from './till-store.ts';

export interface DoneSale {
  saleId: string;
  totalMinor: number;
  changeMinor: number;
  receiptNumber: number | null;
  /** Kept on this device until the network is back: there is no receipt of the shop yet. */
  isQueued: boolean;
}

interface Failed {
  kind: 'failed';
  error: unknown;
  payments: SalePayment[];
  isUnsure: boolean;
  /** It was to be held, under this note, and not paid. */
  holdNote?: string;
}

export type SalePhase =
  | { kind: 'ringing' }
  | { kind: 'sending' }
  /** A PIX or a card: the order waits for its money. */
  | { kind: 'waiting'; order: Order }
  /** Refused, or no answer: the cart is as it was. Without an answer it may be sold: only the same may be tried again. */
  | Failed
  /** The shop charges other prices than were shown; now they are. */
  | { kind: 'repriced' }
  | { kind: 'given-up'; order: Order }
  | { kind: 'done'; sale: DoneSale };

export const salePhase = createStore<SalePhase>({ kind: 'ringing' });

/** The last one that was made since the page was opened, for its receipt. */
export const lastSale = createStore<DoneSale | null>(null);

/** Whether the lines must not change now. */
export const isBusy = (phase: SalePhase): boolean =>
  phase.kind === 'sending' ||
  phase.kind === 'waiting' ||
  (phase.kind === 'failed' && phase.isUnsure);

/** Whoever goes on after a refusal or a finished sale. */
export function resumeRinging(): void {
  if (!isBusy(salePhase.get())) salePhase.set({ kind: 'ringing' });
}

/** Sends the cart with these payments; pressed twice, or after a reload, there is one sale. */
export async function pay(payments: SalePayment[]): Promise<void> {
  const { kind } = salePhase.get();
  if (kind === 'sending' || kind === 'waiting') return;
  salePhase.set({ kind: 'sending' });
  try {
    await keepSent(payments);
    const sale = saleOf(cartStore.get(), payments);
    await settle(await submitSale(sale), sale);
  } catch (error) {
    const isUnsure = isTransient(error);
    if (!isUnsure) await keepSent(null);
    if (isOtherTotal(error) && (await repriceCart())) return salePhase.set({ kind: 'repriced' });
    salePhase.set({ kind: 'failed', error, payments, isUnsure });
  }
}

/** Whether an administrator can allow what was refused. */
export const isAboveLimit = (error: unknown): boolean =>
  error instanceof ApiProblem &&
  (error.code === 'discount_above_limit' || error.code === 'tab_limit_exceeded');

const isOtherTotal = (error: unknown): boolean =>
  error instanceof ApiProblem &&
  (error.code === 'payments_do_not_match_total' || error.code === 'payment_exceeds_total');

/** Sends a sale again that got no answer, as it was. */
export function tryAgain(): void {
  const phase = salePhase.get();
  if (phase.kind === 'failed' && phase.holdNote === undefined) void pay(phase.payments);
}

/**
 * Puts a sale aside whose payment got no answer, or is waited for: its id and its payments go into the list of unsent
 * sales, where the shop is asked what became of it, and the next sale begins. Where the browser keeps nothing it stays
 * on the screen.
 */
export async function parkSale(): Promise<void> {
  const phase = salePhase.get();
  const payments = sentBefore();
  if (phase.kind === 'sending' || !isBusy(phase) || payments === null) return;
  try {
    const sale = saleOf(cartStore.get(), payments);
    await keepSale(sale, { occurredAt: new Date().toISOString(), isUnsure: true });
    clearCart();
    salePhase.set({ kind: 'ringing' });
  } catch (error) {
    salePhase.set({ kind: 'failed', error, payments, isUnsure: true });
  }
}

async function settle(submitted: SubmittedSale, sale: Sale): Promise<void> {
  switch (submitted.status) {
    case 'completed':
      return finish(doneOf(submitted.order));
    case 'queued':
      return finish({
        saleId: sale.id,
        totalMinor: sale.totalMinor,
        changeMinor: changeOf(sale.payments),
        receiptNumber: null,
        isQueued: true,
      });
    case 'given-up':
      renewSaleId();
      return salePhase.set({ kind: 'given-up', order: submitted.order });
    case 'pending':
      return salePhase.set({ kind: 'waiting', order: submitted.order });
  }
}

/** Asks once how a waiting order is. Throws ApiProblem. */
export async function followOrder(orderId: string): Promise<void> {
  const path = { id: orderId };
  const order = await answer(api.GET('/api/v1/orders/{id}', { params: { path } }));
  const phase = salePhase.get();
  if (phase.kind !== 'waiting' || phase.order.id !== orderId) return;
  if (order.status === 'completed') return finish(doneOf(order));
  if (order.status === 'cancelled' || order.status === 'rejected') {
    renewSaleId();
    return salePhase.set({ kind: 'given-up', order });
  }
  salePhase.set({ kind: 'waiting', order });
}

/** Gives a waiting order up and keeps the cart. Throws ApiProblem: it may have been paid just now. */
export async function callOff(orderId: string): Promise<void> {
  const params = { path: { id: orderId }, header: { 'Idempotency-Key': `${orderId}-cancel` } };
  await answer(api.POST('/api/v1/orders/{id}/cancel', { params, body: {} }));
  renewSaleId();
  salePhase.set({ kind: 'ringing' });
}

function finish(sale: DoneSale): void {
  clearCart();
  lastSale.set(sale);
  salePhase.set({ kind: 'done', sale });
}

const doneOf = ({ id, totalMinor, changeMinor, receiptNumber }: Order): DoneSale => ({
  saleId: id,
  totalMinor,
  changeMinor,
  receiptNumber,
  isQueued: false,
});

const changeOf = (payments: Sale['payments']): number =>
  payments.reduce((change, payment) => {
    if (payment.method !== 'cash') return change;
    return change + (payment.tenderedMinor ?? payment.amountMinor) - payment.amountMinor;
  }, 0);

function saleOf(cart: Cart, payments: SalePayment[]): Sale {
  return {
    id: cart.saleId,
    tillId: openTillId(),
    lines: cart.lines.filter(isSold),
    discountMinor: cart.discountMinor,
    totalMinor: totalOf(cart),
    payments,
    ...(cart.customer === null ? {} : { customerId: cart.customer.id }),
    ...(cart.overrideId === null ? {} : { overrideId: cart.overrideId }),
  };
}
