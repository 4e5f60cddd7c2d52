/** What sales tells of tills: a cash session began, and how it ended. */
import { z } from 'zod';
import { amountMinor } from '../amount-minor.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';
import { paymentMethod } from '../payment-method.ts';

export const tillOpened = z.object({
  tillId: id,
  register: z.string(),
  sellerId: id,
  openedAt: instant,
  businessDate,
  floatMinor: amountMinor,
});
export type TillOpened = z.infer<typeof tillOpened>;

export const tillClosed = z.object({
  tillId: id,
  register: z.string(),
  sellerId: id,
  closedAt: instant,
  businessDate,
  floatMinor: amountMinor,
  /** Float + cash sales + cash taken for tabs + suprimentos − sangrias − cash refunds. */
  expectedMinor: z.int(),
  countedMinor: amountMinor,
  /** Counted − expected: above zero the drawer held too much. */
  differenceMinor: z.int(),
  /** What was sold in the session, refunds not taken off; without what arrives later. */
  salesMinor: amountMinor,
  /** The same by method: together `salesMinor`. */
  totals: z.array(z.object({ method: paymentMethod, amountMinor })),
});
export type TillClosed = z.infer<typeof tillClosed>;
