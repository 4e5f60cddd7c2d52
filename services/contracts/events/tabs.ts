/** What sales tells of tabs beside the sales and refunds that are on them. */
import { z } from 'zod';
import { tabPaymentMethod } from '../api/customers.ts';
import { businessDate, instant } from '../dates.ts';
import { id } from '../ids.ts';

export const tabPaid = z.object({
  tabPaymentId: id,
  customerId: id,
  method: tabPaymentMethod,
  /** Above zero what the customer paid; below what was paid out, where a refund came to more than was owed. */
  amountMinor: z.int(),
  paidAt: instant,
  businessDate,
  tillId: id.nullable().default(null),
});
export type TabPaid = z.infer<typeof tabPaid>;

/** An admin corrected what is owed: above zero a debt from before, below one that is forgiven. */
export const tabAdjusted = z.object({
  adjustmentId: id,
  customerId: id,
  amountMinor: z.int(),
  adjustedAt: instant,
  businessDate,
});
export type TabAdjusted = z.infer<typeof tabAdjusted>;
