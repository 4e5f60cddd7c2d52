/** What inventory tells the others: reservations and the movement of goods with their cost. */
import { z } from 'zod';
import { movementType } from '../api/inventory.ts';
import { shortage } from '../api/sales.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';

export const stockReserved = z.object({
  orderId: id,
  /** Of a sale that has happened: what there was not enough of. */
  shortages: z.array(shortage).optional(),
});
export type StockReserved = z.infer<typeof stockReserved>;

export const stockRejected = z.object({ orderId: id, shortages: z.array(shortage).min(1) });
export type StockRejected = z.infer<typeof stockRejected>;

/** What can be sold of a product (on hand, not expired, not promised); a consumer keeps the highest `levelVersion`. */
const availability = {
  productId: id,
  availableMilli: z.int(),
  levelVersion: z.int().min(1),
};

/** Said when that changed though nothing moved: goods expired. */
export const stockAvailable = z.object(availability);
export type StockAvailable = z.infer<typeof stockAvailable>;

export const stockChanged = z.object({
  sourceType: movementType,
  /** The order, or the movement made by hand. */
  sourceId: id,
  occurredAt: instant,
  businessDate,
  items: z
    .array(
      z.object({
        ...availability,
        movementId: id,
        /** In above zero, out below zero; the cost in centavos likewise. */
        quantityMilli: z.int(),
        costMinor: z.int(),
        /** The level after the movement. */
        onHandMilli: z.int(),
      }),
    )
    .min(1),
});
export type StockChanged = z.infer<typeof stockChanged>;

/** Said once for each product of a purchase, receipt or breakdown that came in at a cost: what it cost this time. */
export const stockCosted = z.object({
  productId: id,
  /** All of it that came in, and what all of it cost, in centavos. */
  quantityMilli: z.int().min(1),
  costMinor: z.int().min(1),
  occurredAt: instant,
});
export type StockCosted = z.infer<typeof stockCosted>;

/** Said once, when what can be sold (on hand and not expired) falls below the minimum. */
export const stockLow = z.object({
  productId: id,
  /** What can be sold. */
  onHandMilli: z.int(),
  minimumMilli: z.int().min(0),
});
export type StockLow = z.infer<typeof stockLow>;

/** Said once for each lot and threshold of the settings, while it has goods. */
export const stockExpiring = z.object({
  lotId: id,
  productId: id,
  quantityMilli: z.int().min(1),
  /** The last day on which it is sold. */
  expiresOn: businessDate,
  /** From today to that day: 0 on it, below zero when the lot has expired. */
  daysLeft: z.int(),
});
export type StockExpiring = z.infer<typeof stockExpiring>;
