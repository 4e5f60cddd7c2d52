/** The API of inventory: movements, stock levels and their policy. Quantities in thousandths, money in centavos. */
import { z } from 'zod';
import { quantityMilli, signedQuantityMilli, unitPriceMinor } from '../amount-minor.ts';
import { businessDate, dateRangeParameters, instant, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { maxQuantityMilli } from '../money.ts';
import { page, pageParameters } from '../page.ts';
import { queryBoolean } from '../query.ts';
import { description, text } from '../text.ts';
import { unit } from '../unit.ts';
import { expiryOutOfOrder, isExpiryInOrder, lotOrigin } from './lots.ts';

/** A `revaluation` moves no goods: it carries what goods sold before they were received cost more or less than thought. */
export const movementTypes = [
  'purchase',
  'sale',
  'return',
  'waste',
  'adjustment',
  'revaluation',
  'breakdown',
  'count',
] as const;
export const movementType = z.enum(movementTypes);
export type MovementType = z.infer<typeof movementType>;

/** Why goods were lost (counter.md, Stock). */
export const wasteReasons = ['trim', 'expiry', 'theft', 'cold_room_loss', 'other'] as const;

const movementFields = {
  id: id.optional(),
  productId: id,
  note: description.optional(),
};

/** Which lot is meant; without one the order of expiry decides. */
const ofLot = { lotId: id.optional() };

/**
 * A movement by hand; sales move stock by events only. A purchase makes a lot, which has the movement's id.
 * Waste is told as what was lost, above zero.
 */
export const createMovementRequest = z.discriminatedUnion('type', [
  z
    .strictObject({
      ...movementFields,
      ...lotOrigin,
      type: z.literal('purchase'),
      quantityMilli,
      unitCostMinor: unitPriceMinor,
    })
    .refine(isExpiryInOrder, expiryOutOfOrder),
  z.strictObject({ ...movementFields, ...ofLot, type: z.literal('return'), quantityMilli }),
  z.strictObject({
    ...movementFields,
    ...ofLot,
    type: z.literal('waste'),
    quantityMilli,
    reason: z.enum(wasteReasons),
  }),
  z.strictObject({
    ...movementFields,
    ...ofLot,
    type: z.literal('adjustment'),
    quantityMilli: signedQuantityMilli,
    reason: text(200),
  }),
]);
export type CreateMovementRequest = z.infer<typeof createMovementRequest>;

/** The receipt of a sale: its number, counted on without gaps at a register. */
export const saleReceipt = z.object({ register: z.string(), number: z.int() });
export type SaleReceipt = z.infer<typeof saleReceipt>;

export const movement = z.object({
  id,
  type: movementType,
  /** The order, the refund, or the movement itself when it was made by hand. */
  sourceId: id,
  /** The order whose goods these were. */
  orderId: id.nullable(),
  /** Of a sale: who bought the goods, where that is known. */
  customerId: id.nullable(),
  /** Of a sale at a till. */
  receipt: saleReceipt.nullable(),
  productId: id,
  /** In above zero, out below zero; `costMinor` likewise. */
  quantityMilli: z.int(),
  costMinor: z.int(),
  /** What is on hand after it. */
  onHandMilli: z.int(),
  /** How much of a sale was not on hand: above zero, the sale is an oversell. */
  oversoldMilli: z.int().min(0),
  /** The lots that it took from or gave to, each with its sign. */
  lots: z.array(z.object({ lotId: id, quantityMilli: z.int(), costMinor: z.int() })),
  reason: z.string().nullable(),
  note: z.string().nullable(),
  createdBy: id.nullable(),
  occurredAt: instant,
  businessDate,
});
export type Movement = z.infer<typeof movement>;

export const movementListQuery = z
  .strictObject({
    ...pageParameters,
    ...dateRangeParameters,
    productId: id.optional(),
    type: movementType.optional(),
    sourceId: id.optional(),
  })
  .refine(isOrderedRange, { path: ['to'], message: 'must not be before from' });
export type MovementListQuery = z.infer<typeof movementListQuery>;

export const movementPage = page(movement);
export type MovementPage = z.infer<typeof movementPage>;

/** What a sale of more than there is meets: `block` rejects it, `allow` records an oversell. */
export const negativeStock = z.enum(['block', 'allow']);
export type NegativeStock = z.infer<typeof negativeStock>;

export const stockLevel = z.object({
  productId: id,
  name: z.string(),
  unit,
  onHandMilli: z.int(),
  reservedMilli: z.int(),
  /** Of what is on hand: in lots that have expired, and so not for sale. */
  expiredMilli: z.int().min(0),
  /** On hand less expired and reserved. */
  availableMilli: z.int(),
  /** What the goods on hand cost. */
  valueMinor: z.int(),
  minimumMilli: z.int().nullable(),
  negativeStock,
  isLow: z.boolean(),
  version: z.int().min(0),
  updatedAt: instant,
});
export type StockLevel = z.infer<typeof stockLevel>;

export const stockListQuery = z
  .strictObject({
    ...pageParameters,
    q: text(120).optional(),
    isLow: queryBoolean.optional(),
    /** More was sold than there was. */
    isNegative: queryBoolean.optional(),
    /** Stock at the end of that business day, by the movements until then (`PastStock`). */
    asOf: businessDate.optional(),
  })
  .refine(({ isLow, asOf }) => isLow === undefined || asOf === undefined, {
    path: ['isLow'],
    message: 'is known of today only: leave out asOf',
  })
  .refine(({ isNegative, asOf }) => isNegative === undefined || asOf === undefined, {
    path: ['isNegative'],
    message: 'is known of today only: leave out asOf',
  });
export type StockListQuery = z.infer<typeof stockListQuery>;

export const stockPage = page(stockLevel);
export type StockPage = z.infer<typeof stockPage>;

/** Without a minimum (null) the product is never low. */
export const stockPolicyRequest = z.strictObject({
  minimumMilli: z.int().min(0).max(maxQuantityMilli).nullable(),
  negativeStock,
});
export type StockPolicyRequest = z.infer<typeof stockPolicyRequest>;

/**
 * The proof that Σ movements = level = Σ lots − Σ shortfalls and Σ lot movements = lot, in quantity and in
 * cost; `differences` names products, `lotDifferences` lots that break it.
 */
export const stockVerification = z.object({
  isConsistent: z.boolean(),
  productCount: z.int(),
  movementCount: z.int(),
  lotCount: z.int(),
  differences: z.array(
    z.object({
      productId: id,
      levelMilli: z.int(),
      movementsMilli: z.int(),
      /** Of all lots, less what is missing. */
      lotsMilli: z.int(),
      levelValueMinor: z.int(),
      movementsCostMinor: z.int(),
      lotsValueMinor: z.int(),
    }),
  ),
  lotDifferences: z.array(
    z.object({
      lotId: id,
      productId: id,
      lotMilli: z.int(),
      movementsMilli: z.int(),
      lotValueMinor: z.int(),
      movementsCostMinor: z.int(),
    }),
  ),
});
export type StockVerification = z.infer<typeof stockVerification>;
