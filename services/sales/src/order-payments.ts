/** The rules of paying an order: what must add up, what is given back, how long it may take. */
import type { OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { PaymentMethod } from '@balcao/contracts/payment-method.ts';
import { Problem } from '@balcao/kit/problem.ts';

/**
 * Payments named with the order must be exactly its total; cash tenders must cover their amounts. Without any it
 * is paid later, unless it has happened.
 */
export function requireMatchingPayments(
  payments: OrderPaymentRequest[],
  totalMinor: number,
  { hasHappened = false } = {},
): void {
  if (payments.length === 0 && !hasHappened) return;
  const paidMinor = sumMinor(payments.map(({ amountMinor }) => amountMinor));
  if (paidMinor > totalMinor) {
    const detail = `The payments are ${paidMinor} centavos, the order is ${totalMinor}.`;
    throw new Problem('payment_exceeds_total', detail);
  }
  if (paidMinor < totalMinor) {
    const detail = `The payments are ${paidMinor} of ${totalMinor} centavos. Pay all of it, or nothing yet.`;
    throw new Problem('payments_do_not_match_total', detail);
  }
  for (const [index, payment] of payments.entries()) requireTender(payment, index);
}

function requireTender(payment: OrderPaymentRequest, index: number): void {
  if (payment.method !== 'cash' || payment.tenderedMinor === undefined) return;
  if (payment.tenderedMinor >= payment.amountMinor) return;
  throw new Problem('tender_too_small', 'The cash given does not cover the amount.', {
    pt: 'O dinheiro recebido não cobre o valor.',
    errors: [
      {
        path: `payments[${index}].tenderedMinor`,
        message: 'at least amountMinor',
        pt: 'pelo menos o valor',
      },
    ],
  });
}

/** A tab is somebody's: throws `customer_required` where an order without a customer names one. */
export function requireCustomer(payments: OrderPaymentRequest[], customerId: string | null): void {
  const index = payments.findIndex(({ method }) => method === 'tab');
  if (index === -1 || customerId !== null) return;
  throw new Problem('customer_required', 'The order has no customer whose tab it could be on.', {
    errors: [
      {
        path: `payments[${index}].method`,
        message: 'needs a customer',
        pt: 'precisa de um cliente',
      },
    ],
  });
}

/** Centavos to give back: what was tendered in cash beyond the amounts. */
export function changeMinor(
  payments: { amountMinor: number; tenderedMinor?: number | null | undefined }[],
): number {
  return sumMinor(
    payments.map(({ amountMinor, tenderedMinor }) => (tenderedMinor ?? amountMinor) - amountMinor),
  );
}

export interface Patience {
  placedTimeoutMs: number;
  cashTimeoutMs: number;
  cardTimeoutMs: number;
  pixTimeoutMs: number;
  graceMs: number;
}

/** Milliseconds that the payments may take: the slowest decides; none yet waits as long as a PIX. */
export function paymentPatienceMs(methods: PaymentMethod[], patience: Patience): number {
  const byMethod = {
    cash: patience.cashTimeoutMs,
    debit: patience.cardTimeoutMs,
    credit: patience.cardTimeoutMs,
    pix: patience.pixTimeoutMs,
    tab: patience.cashTimeoutMs,
  };
  if (methods.length === 0) return patience.pixTimeoutMs;
  return Math.max(...methods.map((method) => byMethod[method]));
}

const reservationMarginMs = 3_600_000;

/** Milliseconds after which a reservation is surely no longer needed: a safety net behind all deadlines. */
export function reservationMs(patience: Patience): number {
  const { placedTimeoutMs, cashTimeoutMs, cardTimeoutMs, pixTimeoutMs, graceMs } = patience;
  const longestMs = Math.max(cashTimeoutMs, cardTimeoutMs, pixTimeoutMs);
  return placedTimeoutMs + longestMs + graceMs + reservationMarginMs;
}
