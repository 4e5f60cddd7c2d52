/** Traces over the API: from a lot to every order that got of it, and from an order to its lots and suppliers. */
import { z } from 'zod';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { movementType, saleReceipt } from './inventory.ts';
import { lot } from './lots.ts';
import { receiptSummary } from './receipts.ts';
import { supplier } from './suppliers.ts';

/** An order that got of a lot, or of a lot that was cut from it. */
const tracedOrder = z.object({
  orderId: id,
  /** Who bought it; null where the customer was not asked for. */
  customerId: id.nullable(),
  /** The receipt that was given; null of a sale at no till. */
  receipt: saleReceipt.nullable(),
  lotId: id,
  productId: id,
  /** What was sold to it, and what of that came back. */
  soldMilli: z.int().min(0),
  returnedMilli: z.int().min(0),
  occurredAt: instant,
  businessDate,
});

/** What else moved a lot. Without a movement: stock that was taken over, which had moved without lots. */
const tracedMovement = z.object({
  lotId: id,
  movementId: id.nullable(),
  type: movementType.nullable(),
  reason: z.string().nullable(),
  quantityMilli: z.int(),
  costMinor: z.int(),
  occurredAt: instant.nullable(),
  businessDate: businessDate.nullable(),
});

/** A lot's way: whom it is from, what was cut from it, what moved it, and every order that got of it. */
export const lotTrace = z.object({
  lot,
  supplier: supplier.nullable(),
  receipt: receiptSummary.nullable(),
  /** The lot that it was cut from, the one that that was cut from, and so on. */
  ancestors: z.array(lot),
  /** All lots that were cut from it, directly or not. */
  descendants: z.array(lot),
  /** Of the lot and its descendants, in the order in which they happened; those of orders are in `orders`. */
  movements: z.array(tracedMovement),
  /** All of them, in the order in which the lot's goods were booked. */
  orders: z.array(tracedOrder),
});
export type LotTrace = z.infer<typeof lotTrace>;

/** What an order got, lot by lot. */
export const orderLots = z.object({
  orderId: id,
  lots: z.array(
    z.object({
      lot,
      supplier: supplier.nullable(),
      soldMilli: z.int().min(0),
      returnedMilli: z.int().min(0),
    }),
  ),
  /** What was sold of a product, and did not come back, without a lot: an oversell, or of before there were lots. */
  withoutLot: z.array(z.object({ productId: id, quantityMilli: z.int().min(1) })),
});
export type OrderLots = z.infer<typeof orderLots>;
