/** What market-analyzer tells the others, and itself. */
import { z } from 'zod';
import { price, sourceName, symbol } from '../api/market.ts';
import { alertSummary } from '../api/market-alerts.ts';
import { labels } from '../api/market-rules.ts';
import { instant } from '../dates.ts';
import { id } from '../ids.ts';
import { severity } from '../severity.ts';

/** A feed is to be collected, by whichever replica hears it. */
export const feedDue = z.object({ taskId: id, feedId: id, dueAt: instant });
export type FeedDue = z.infer<typeof feedDue>;

/** A quote that was not known before: where several of a symbol were stored at once, the one of the latest time. */
export const quoteCollected = z.object({
  symbol,
  price,
  at: instant,
  /** The feed that collected it; null for one that a person or a program sent. */
  feedId: id.nullable(),
  source: sourceName,
  /** The others of the symbol that were stored with it, of the same feed, the oldest first. */
  earlier: z.array(z.object({ at: instant, price, source: sourceName })).default([]),
});
export type QuoteCollected = z.infer<typeof quoteCollected>;

/** An alert of a rule on prices has begun (`market.alert.firing`) or ended (`market.alert.resolved`). */
export const marketAlert = z.object({
  alertId: id,
  ruleId: id,
  ruleName: z.string(),
  symbol,
  severity,
  /** The price that began or ended it; null where the clock or a change of the rule did. */
  value: price.nullable(),
  /** What it is about, for people: the same at its end as at its beginning. */
  summary: alertSummary,
  labels,
  startedAt: instant,
  resolvedAt: instant.nullable(),
});
export type MarketAlert = z.infer<typeof marketAlert>;

/** Somebody has said that they have seen an open alert; said again, it is told again. */
export const marketAlertAcknowledged = z.object({
  alertId: id,
  acknowledgedAt: instant,
  acknowledgedBy: id,
});
export type MarketAlertAcknowledged = z.infer<typeof marketAlertAcknowledged>;

/**
 * An open alert that was told is kept quiet from now on, by a silence or by another alert (`market.alert.muted`), or by
 * neither any more (`market.alert.unmuted`).
 */
export const marketAlertMuting = z.object({
  alertId: id,
  /** Counts both, of this alert: what has the highest holds, in whatever order they are heard. */
  change: z.int().positive(),
});
export type MarketAlertMuting = z.infer<typeof marketAlertMuting>;
