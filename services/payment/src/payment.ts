/** A payment: how it is made, shown and told. */
import type { Payment as PaymentResponse } from '@balcao/contracts/api/payment.ts';
import { type Event, event } from '@balcao/contracts/events/catalog.ts';
import type {
  PaymentMethod,
  PaymentOrigin,
  PaymentStatus,
} from '@balcao/contracts/payment-method.ts';
import { isTakenAtCounter } from '@balcao/contracts/payment-method.ts';
import { Problem } from '@balcao/kit/problem.ts';

import { type CardFees, cardFeeMinor } from './card-fee.ts';

/** Amounts in centavos, times in RFC 3339. */
export interface Payment {
  id: string;
  orderId: string;
  method: PaymentMethod;
  amountMinor: number;
  tenderedMinor: number | null;
  feeMinor: number;
  refundedMinor: number;
  status: PaymentStatus;
  origin: PaymentOrigin;
  reason: string | null;
  provider: string;
  providerReference: string | null;
  /** Of a PIX: what its customer scans or copies. */
  brCode: string | null;
  expiresAt: string | null;
  approvedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** A payment as it begins. */
export type NewPayment = Pick<
  Payment,
  | 'id'
  | 'orderId'
  | 'method'
  | 'amountMinor'
  | 'tenderedMinor'
  | 'feeMinor'
  | 'status'
  | 'origin'
  | 'provider'
  | 'expiresAt'
  | 'approvedAt'
>;

/** What a payment is made from; `expiresAt` is when its order gives up. */
export interface PaymentWish {
  id: string;
  orderId: string;
  method: PaymentMethod;
  amountMinor: number;
  tenderedMinor?: number | undefined;
  origin: PaymentOrigin;
  expiresAt: string;
  /** When it was taken already, outside of the system: it is never charged. */
  takenAt?: string | undefined;
}

/** Cash, tabs and what was taken outside are nobody's but the shop's. */
export const noProvider = 'none';

/** Who is asked for money, what cards cost, and what the shop's clock says. */
export interface Terms {
  now: () => Date;
  provider: string;
  cardFees: CardFees;
}

/** What is taken at the counter is approved at once; the rest waits for the provider until it expires. */
export function beginPayment(wish: PaymentWish, { provider, cardFees, now }: Terms): NewPayment {
  const isTaken = wish.takenAt !== undefined || isTakenAtCounter(wish.method);
  return {
    id: wish.id,
    orderId: wish.orderId,
    method: wish.method,
    amountMinor: wish.amountMinor,
    tenderedMinor: (wish.method === 'cash' ? wish.tenderedMinor : null) ?? null,
    feeMinor: cardFeeMinor(wish.method, wish.amountMinor, cardFees),
    origin: wish.origin,
    status: isTaken ? 'approved' : 'pending',
    provider: isTaken ? noProvider : provider,
    expiresAt: isTaken ? null : wish.expiresAt,
    approvedAt: isTaken ? (wish.takenAt ?? now().toISOString()) : null,
  };
}

/** Throws `tender_too_small` when the cash given is less than the amount. */
export function requireTender(wish: Pick<PaymentWish, 'amountMinor' | 'tenderedMinor'>): void {
  if (wish.tenderedMinor === undefined || wish.tenderedMinor >= wish.amountMinor) return;
  throw new Problem('tender_too_small', 'The cash given does not cover the amount.', {
    pt: 'O dinheiro recebido não cobre o valor.',
    errors: [{ path: 'tenderedMinor', message: 'at least amountMinor', pt: 'pelo menos o valor' }],
  });
}

/** The payment as the API shows it. */
export function paymentView(payment: Payment): PaymentResponse {
  const { tenderedMinor, amountMinor } = payment;
  return {
    id: payment.id,
    orderId: payment.orderId,
    method: payment.method,
    amountMinor,
    ...(tenderedMinor === null ? {} : { tenderedMinor, changeMinor: tenderedMinor - amountMinor }),
    status: payment.status,
    origin: payment.origin,
    reason: payment.reason ?? undefined,
    provider: payment.provider,
    providerReference: payment.providerReference ?? undefined,
    brCode: shownCode(payment),
    expiresAt: payment.expiresAt ?? undefined,
    approvedAt: payment.approvedAt ?? undefined,
    feeMinor: payment.feeMinor,
    refundedMinor: payment.refundedMinor,
    createdAt: payment.createdAt,
    updatedAt: payment.updatedAt,
  };
}

/** The code of a PIX that waits for its customer; nobody pays what has ended. */
export function shownCode({ status, brCode }: Payment): string | undefined {
  return status === 'pending' ? (brCode ?? undefined) : undefined;
}

/** What is told of a payment in its present status; nothing while it waits, and refunds are told one by one. */
export function paymentEvents(payment: Payment): Event[] {
  const { id: paymentId, orderId, method, amountMinor, origin, status } = payment;
  const facts = { paymentId, orderId, method, amountMinor };
  switch (status) {
    case 'approved': {
      const approvedAt = payment.approvedAt ?? payment.updatedAt;
      const { feeMinor } = payment;
      return [event('payment.approved', orderId, { ...facts, approvedAt, feeMinor })];
    }
    case 'declined':
    case 'cancelled': {
      const reason = payment.reason ?? status;
      return [event('payment.declined', orderId, { ...facts, reason, origin })];
    }
    case 'expired':
      return [event('payment.expired', orderId, { paymentId, orderId, origin })];
    case 'pending':
    case 'partially_refunded':
    case 'refunded':
      return [];
  }
}

/** The status of a payment of which so much has gone back. */
export function statusAfterRefund(
  { amountMinor }: Payment,
  refundedMinor: number,
): 'partially_refunded' | 'refunded' {
  return refundedMinor < amountMinor ? 'partially_refunded' : 'refunded';
}

/** What is told of a refund that has gone back; the payment is as it is after it. */
export function refundEvent(
  payment: Payment,
  { refundId, amountMinor }: { refundId: string; amountMinor: number },
): Event {
  const { id: paymentId, orderId, method, refundedMinor } = payment;
  const status = statusAfterRefund(payment, refundedMinor);
  const facts = { paymentId, orderId, method, amountMinor, refundId, status };
  return event('payment.refunded', orderId, facts);
}
