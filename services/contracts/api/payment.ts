/** The API of payment: payments, webhooks and the simulated provider. Money in centavos. */
import { z } from 'zod';
import { positiveAmountMinor } from '../amount-minor.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { paymentMethod, paymentOrigin, paymentStatus, paymentUnion } from '../payment-method.ts';
import { text } from '../text.ts';

/**
 * A payment of an order at the counter; at most what is left to pay. No tab: it is named with the order,
 * for sales knows the customer and the limit.
 */
export const createPaymentRequest = paymentUnion({ orderId: id }).refine(
  ({ method }) => method !== 'tab',
  { path: ['method'], message: 'a tab is named with the order' },
);
export type CreatePaymentRequest = z.infer<typeof createPaymentRequest>;

export const payment = z.object({
  id,
  orderId: id,
  method: paymentMethod,
  amountMinor: z.int(),
  /** Cash only: what was handed over, and what went back. */
  tenderedMinor: z.int().optional(),
  changeMinor: z.int().optional(),
  status: paymentStatus,
  origin: paymentOrigin,
  /** Why it was declined. */
  reason: z.string().optional(),
  provider: z.string(),
  /** The provider's name for the charge; the txid of a PIX. */
  providerReference: z.string().optional(),
  /** Of a PIX that waits: what its customer copies and pastes; `GET /payments/:id/qr.svg` is its picture. */
  brCode: z.string().optional(),
  /** When a pending payment is given up. */
  expiresAt: instant.optional(),
  approvedAt: instant.optional(),
  /** What has gone back, in one refund or several. */
  refundedMinor: z.int().default(0),
  /** What the card company keeps. */
  feeMinor: z.int().default(0),
  createdAt: instant,
  updatedAt: instant,
});
export type Payment = z.infer<typeof payment>;

/** The body of confirm and cancel: why, for the record. */
export const changePaymentRequest = z.strictObject({ note: text(200).optional() });
export type ChangePaymentRequest = z.infer<typeof changePaymentRequest>;

/** A refund: of a part, or of all that is left. Its id is the client's to choose; used again, nothing more goes back. */
export const refundPaymentRequest = changePaymentRequest.extend({
  id: id.optional(),
  amountMinor: positiveAmountMinor.optional(),
});
export type RefundPaymentRequest = z.infer<typeof refundPaymentRequest>;

/** What the simulated customer does. */
export const simulateRequest = z.strictObject({ outcome: z.enum(['paid', 'declined']) });
export type SimulateRequest = z.infer<typeof simulateRequest>;

/** Faults that a charge meets. */
export const chargeFaults = ['decline', 'timeout', 'late', 'duplicate'] as const;
export type ChargeFault = (typeof chargeFaults)[number];
/** Faults of the list of transactions. */
export const listingFaults = ['unlisted', 'misstated', 'stray'] as const;
export const simulatorFaults = [...chargeFaults, ...listingFaults] as const;
export const simulatorFault = z.enum(simulatorFaults);
export type SimulatorFault = z.infer<typeof simulatorFault>;

/** A fault that every payment, or every listing of the provider, meets until it is switched off by null. */
export const simulatorRequest = z.strictObject({ fault: simulatorFault.nullable() });
export type SimulatorRequest = z.infer<typeof simulatorRequest>;

export const simulatorResponse = z.object({ fault: simulatorFault.nullable() });
export type SimulatorResponse = z.infer<typeof simulatorResponse>;

/** The tokens by which a card payment chooses what the simulated provider does; none approves. */
export const simulatorTokens = {
  tok_approve: 'approves',
  tok_decline: 'declines',
  tok_timeout: 'never answers, so that the payment expires',
  tok_late: 'approves by a late webhook',
  tok_duplicate: 'approves by a webhook that is sent twice',
} as const;

/** `:provider` in the path of a webhook. */
export const webhookParams = z.strictObject({ provider: z.enum(['simulated']) });
export type WebhookParams = z.infer<typeof webhookParams>;

/** What the simulated provider posts. Unknown fields pass: a provider adds them without asking us. */
export const webhookRequest = z.object({
  /** The provider's event id, by which a replay is known. */
  id: text(200),
  type: z.enum(['payment.paid', 'payment.declined']),
  paymentId: id,
  occurredAt: instant,
});
export type WebhookRequest = z.infer<typeof webhookRequest>;

export const webhookResponse = z.object({ received: z.literal(true), duplicate: z.boolean() });
export type WebhookResponse = z.infer<typeof webhookResponse>;

/** Whether both sides know of a transaction, and agree on its amount. */
export const reconciliationStates = [
  'matched',
  'only_ours',
  'only_theirs',
  'amount_differs',
] as const;
export const reconciliationState = z.enum(reconciliationStates);
export type ReconciliationState = z.infer<typeof reconciliationState>;

const reconciliationFilter = { date: businessDate, state: reconciliationState.optional() };

/** A business day of the provider's transactions, those in one state or all. */
export const reconciliationQuery = z.strictObject({ ...reconciliationFilter, ...pageParameters });
export type ReconciliationQuery = z.infer<typeof reconciliationQuery>;

export const reconciliationCsvQuery = z.strictObject(reconciliationFilter);
export type ReconciliationCsvQuery = z.infer<typeof reconciliationCsvQuery>;

export const reconciliationItem = z.object({
  state: reconciliationState,
  kind: z.enum(['charge', 'refund']),
  /** By which the provider was asked: a payment's id, or that of a refund at the provider. */
  name: z.string(),
  /** Null for what is not booked here. */
  paymentId: id.nullable(),
  /** What our payment is now. */
  status: paymentStatus.nullable(),
  ourMinor: z.int().nullable(),
  theirMinor: z.int().nullable(),
  /** By the provider's clock where it knows of it. */
  at: instant,
});
export type ReconciliationItem = z.infer<typeof reconciliationItem>;

const reconciliationSum = z.object({ count: z.int(), amountMinor: z.int() });
const reconciliationSide = z.object({
  charges: reconciliationSum,
  refunds: reconciliationSum,
  /** Charges less refunds. */
  netMinor: z.int(),
});

export const reconciliationTotals = z.object({
  ours: reconciliationSide,
  theirs: reconciliationSide,
  /** Theirs less ours. */
  differenceMinor: z.int(),
});
export type ReconciliationTotals = z.infer<typeof reconciliationTotals>;

/** Sums and counts are of the whole day, whatever page is shown. */
export const reconciliation = page(reconciliationItem).extend({
  date: businessDate,
  provider: z.string(),
  totals: reconciliationTotals,
  counts: z.record(reconciliationState, z.int()),
});
export type Reconciliation = z.infer<typeof reconciliation>;
