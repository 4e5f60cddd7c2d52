/** What market-analyzer tells the others, and itself. */
import { z } from 'zod';
import { price, sourceName, symbol } from '../api/market.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';

/** A feed is to be collected, by whichever replica hears it. */
export const feedDue = z.object({ taskId: id, feedId: id, dueAt: instant });
export type FeedDue = z.infer<typeof feedDue>;

/** A quote that was not known before. */
export const quoteCollected = z.object({
  symbol,
  price,
  at: instant,
  /** The feed that collected it; null for one that a person or a program sent. */
  feedId: id.nullable(),
  source: sourceName,
});
export type QuoteCollected = z.infer<typeof quoteCollected>;
