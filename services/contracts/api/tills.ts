/** The API of tills (caixa): a seller's cash session at a register, from its float to its blind count. Centavos. */
import { z } from 'zod';
import { amountMinor, positiveAmountMinor } from '../amount-minor.ts';
import { businessDate, dateRangeParameters, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { page, pageParameters } from '../page.ts';
import { paymentMethod } from '../payment-method.ts';
import { text } from '../text.ts';

/** It takes sales; it is counted and waits for the last of its sales; it is over. */
export const tillStatus = z.enum(['open', 'closing', 'closed']);
export type TillStatus = z.infer<typeof tillStatus>;

/** What stands at the counter, such as "1"; receipts are numbered by it. */
export const register = text(20);

export const openTillRequest = z.strictObject({
  id: id.optional(),
  register,
  floatMinor: amountMinor,
});
export type OpenTillRequest = z.infer<typeof openTillRequest>;

/** `suprimento` puts cash in, `sangria` takes it out. */
export const tillMovementType = z.enum(['suprimento', 'sangria']);
export type TillMovementType = z.infer<typeof tillMovementType>;

export const tillMovementRequest = z.strictObject({
  id: id.optional(),
  type: tillMovementType,
  amountMinor: positiveAmountMinor,
  note: text(200).optional(),
});
export type TillMovementRequest = z.infer<typeof tillMovementRequest>;

const methodAmount = z.strictObject({ method: paymentMethod, amountMinor });

/** The cash as counted, without having seen what is expected; slips of other methods where somebody counts them. */
export const closeTillRequest = z.strictObject({
  countedMinor: amountMinor,
  counted: z
    .array(methodAmount)
    .max(10)
    .refine((all) => all.every(({ method }) => method !== 'cash'), 'cash is countedMinor')
    .refine((all) => new Set(all.map(({ method }) => method)).size === all.length, 'each once')
    .default([]),
  /** Sales of this till that the caller has made without a network and not sent yet: with any, it stays open. */
  unsentCount: z.int().min(0).default(0),
});
export type CloseTillRequest = z.infer<typeof closeTillRequest>;

export const tillListQuery = z
  .strictObject({
    ...pageParameters,
    ...dateRangeParameters,
    status: tillStatus.optional(),
    register: register.optional(),
    sellerId: id.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type TillListQuery = z.infer<typeof tillListQuery>;

/** What is expected is in no answer before the till is closed. */
const outcome = {
  countedMinor: z.int().nullable(),
  expectedMinor: z.int().nullable(),
  /** Counted − expected. */
  differenceMinor: z.int().nullable(),
};

const session = {
  register: z.string(),
  sellerId: id,
  status: tillStatus,
  /** The day that it was opened on. */
  businessDate,
  openedAt: instant,
  closedAt: instant.nullable(),
  floatMinor: z.int(),
  ...outcome,
};

export const till = z.object({ id, ...session });
export type Till = z.infer<typeof till>;

export const tillPage = page(till);
export type TillPage = z.infer<typeof tillPage>;

export const tillMovement = z.object({
  id,
  type: tillMovementType,
  amountMinor: z.int(),
  note: z.string().nullable(),
  by: id,
  at: instant,
});
export type TillMovement = z.infer<typeof tillMovement>;

/** Null is what a seller is not shown before the till is closed: what leads to the cash in the drawer. */
const hidden = z.int().nullable();

const receiptRange = {
  count: z.int(),
  totalMinor: hidden,
  discountMinor: z.int(),
  firstReceiptNumber: z.int().nullable(),
  lastReceiptNumber: z.int().nullable(),
};

export const tillMethodReport = z.object({
  method: paymentMethod,
  salesMinor: hidden,
  refundsMinor: hidden,
  tabPaymentsMinor: hidden,
  ...outcome,
});
export type TillMethodReport = z.infer<typeof tillMethodReport>;

/** The X reading of a till that is in use, the Z reading of one that is closed. */
export const tillReport = z.object({
  tillId: id,
  reading: z.enum(['x', 'z']),
  ...session,
  sales: z.object(receiptRange),
  refunds: z.object({ count: z.int(), totalMinor: hidden }),
  byMethod: z.array(tillMethodReport),
  suprimentosMinor: z.int(),
  sangriasMinor: z.int(),
  /** Handed back to customers; it is in no sum, since a cash sale counts its amount and not what was tendered. */
  changeMinor: z.int(),
  movements: z.array(tillMovement),
  /** Sales made offline that arrived after the closing: in no figure above. */
  late: z.object({
    ...receiptRange,
    byMethod: z.array(z.object({ method: paymentMethod, salesMinor: z.int() })),
  }),
});
export type TillReport = z.infer<typeof tillReport>;
