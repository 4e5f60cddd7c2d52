/** The API of customers and of their tab (*fiado*): what they owe, how it came to be, how it is paid. Centavos. */
import { z } from 'zod';
import { amountMinor, positiveAmountMinor } from '../amount-minor.ts';
import { businessDate, dateRangeParameters, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { maxAmountMinor } from '../money.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean } from '../query.ts';
import { taxNumber } from '../tax-number.ts';
import { email, name, text } from '../text.ts';
import { version } from '../version.ts';

/** Digits as people group them; at least one. */
const phone = text(30).regex(/^\+?[\s()./-]*\d[\d\s()./-]*$/, 'a telephone number');

const customerFields = {
  name,
  phone: phone.nullable().default(null),
  /** A CPF or CNPJ. */
  document: taxNumber.nullable().default(null),
  email: email.nullable().default(null),
  note: text(500).nullable().default(null),
  /** What the customer may owe; 0 is no tab. Only an admin sets it; left out, it stays (0 at first). */
  tabLimitMinor: amountMinor.optional(),
};

export const createCustomerRequest = z.strictObject({
  id: id.optional(),
  ...customerFields,
  active: z.boolean().default(true),
});
export type CreateCustomerRequest = z.infer<typeof createCustomerRequest>;

/** Replaces the customer that has the version in `If-Match`. */
export const updateCustomerRequest = z.strictObject({ ...customerFields, active: z.boolean() });
export type UpdateCustomerRequest = z.infer<typeof updateCustomerRequest>;

export const customer = z.object({
  id,
  name: z.string(),
  phone: z.string().nullable(),
  document: z.string().nullable(),
  email: z.string().nullable(),
  note: z.string().nullable(),
  tabLimitMinor: z.int(),
  /** What the customer owes. */
  balanceMinor: z.int(),
  active: z.boolean(),
  /** When all that says who it is was removed. */
  anonymisedAt: instant.nullable(),
  version,
  createdAt: instant,
  updatedAt: instant,
});
export type Customer = z.infer<typeof customer>;

export const customerListQuery = z.strictObject({
  ...pageParameters,
  /** Words of the name, telephone, document or e-mail; accents, case and punctuation do not matter. */
  q: text(120).optional(),
  active: queryBoolean.optional(),
  /** Only who owes something, or nothing. */
  owing: queryBoolean.optional(),
});
export type CustomerListQuery = z.infer<typeof customerListQuery>;

export const customerPage = page(customer);
export type CustomerPage = z.infer<typeof customerPage>;

export const tabEntryKind = z.enum(['purchase', 'refund', 'payment', 'payout', 'adjustment']);
export type TabEntryKind = z.infer<typeof tabEntryKind>;

/** What is still owed of a purchase, or of another entry that raised the balance. */
export const tabItem = z.object({
  entryId: id,
  kind: tabEntryKind,
  orderId: id.nullable(),
  at: instant,
  businessDate,
  amountMinor: z.int(),
  openMinor: z.int(),
});
export type TabItem = z.infer<typeof tabItem>;

export const tab = z.object({
  customerId: id,
  balanceMinor: z.int(),
  limitMinor: z.int(),
  /** On the tab of orders that are not complete yet. */
  heldMinor: z.int(),
  /** What may still be bought: limit − balance − held, at least 0. */
  roomMinor: z.int(),
  /** Oldest first, at most 200. Σ openMinor = balanceMinor, unless there are more. */
  openItems: z.array(tabItem),
});
export type Tab = z.infer<typeof tab>;

/** Ways to pay a tab off. A PIX or card is recorded as taken on a machine outside the system. */
export const tabPaymentMethod = z.enum(['cash', 'pix', 'debit', 'credit']);
export type TabPaymentMethod = z.infer<typeof tabPaymentMethod>;

/** One line of the statement: raises the balance above zero, lowers it below. */
export const tabEntry = z.object({
  id,
  kind: tabEntryKind,
  amountMinor: z.int(),
  /** What was owed after it. */
  balanceMinor: z.int(),
  /** The order, refund, payment or adjustment that it is of. */
  sourceId: id,
  orderId: id.nullable(),
  method: tabPaymentMethod.nullable(),
  note: z.string().nullable(),
  by: id.nullable(),
  at: instant,
  businessDate,
});
export type TabEntry = z.infer<typeof tabEntry>;

export const statementQuery = z
  .strictObject({ ...pageParameters, ...dateRangeParameters })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type StatementQuery = z.infer<typeof statementQuery>;

export const statementPage = page(tabEntry);
export type StatementPage = z.infer<typeof statementPage>;

/** At most the balance; it settles what is open, the oldest first. */
export const createTabPaymentRequest = z.strictObject({
  id: id.optional(),
  amountMinor: positiveAmountMinor,
  method: tabPaymentMethod,
  /** Whose drawer the cash goes to. */
  tillId: id.optional(),
  note: text(200).optional(),
});
export type CreateTabPaymentRequest = z.infer<typeof createTabPaymentRequest>;

export const tabPayment = z.object({
  id,
  customerId: id,
  method: tabPaymentMethod,
  amountMinor: z.int(),
  tillId: id.nullable(),
  note: z.string().nullable(),
  by: id,
  paidAt: instant,
  businessDate,
  /** What is owed after it. */
  balanceMinor: z.int(),
  /** What it settled, wholly or in part. */
  settled: z.array(z.object({ entryId: id, orderId: id.nullable(), amountMinor: z.int() })),
});
export type TabPayment = z.infer<typeof tabPayment>;

/** A debt from before, above zero, or one that is forgiven, below. */
export const createTabAdjustmentRequest = z.strictObject({
  id: id.optional(),
  amountMinor: z
    .int()
    .min(-maxAmountMinor)
    .max(maxAmountMinor)
    .refine((value) => value !== 0, 'must not be zero'),
  note: text(200),
});
export type CreateTabAdjustmentRequest = z.infer<typeof createTabAdjustmentRequest>;
