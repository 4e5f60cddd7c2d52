/**
 * The ways out for a sale that the shop refused, or whose seller cannot send it: sent again as it is or corrected, sent
 * in an admin's name, or settled by hand.
 */
import type { OrderPaymentRequest } from '@balcao/contracts/api/sales.ts';
import type { KeptSale } from './kept-sale.ts';
import { wakeQueue } from './sale-queue.ts';
import { moveToSettled, putSale } from './sale-store.ts';

/**
 * It is sent at its next turn; refused again, it is back in the list. Of an unsure one that was found out, somebody says
 * so that it has happened.
 */
export async function resendSale(kept: KeptSale): Promise<void> {
  const isUnsure = kept.refusal === null && kept.isUnsure === true;
  await putSale({ ...kept, isUnsure, refusal: null });
  wakeQueue();
}

/** The order is the admin's then, at the till where it was sold: `note` says in it whose sale it was. */
export function takeOver(
  kept: KeptSale,
  { by, note }: { by: KeptSale['seller']; note: string },
): Promise<void> {
  return resendSale({ ...kept, takenOver: { by: { id: by.id, name: by.name }, note } });
}

export interface Correction {
  /** Undefined: nobody's. */
  customerId: string | undefined;
  /** Undefined: as it was paid. */
  payments: OrderPaymentRequest[] | undefined;
}

/** What was sold, and for how much, stays: that has happened. */
export function resendCorrected(kept: KeptSale, correction: Correction): Promise<void> {
  const { customerId, payments = kept.sale.payments } = correction;
  return resendSale({ ...kept, sale: { ...kept.sale, customerId, payments } });
}

/** An admin's, and of an unpaid one its seller's: it is never sent; who says so and why is kept on this device. */
export function settleByHand(
  kept: KeptSale,
  { by, reason }: { by: { id: string; name: string }; reason: string },
): Promise<void> {
  const settledBy = { id: by.id, name: by.name };
  return moveToSettled({ ...kept, settledBy, settledAt: new Date().toISOString(), reason });
}
