/** How a feed is, in one word. */
import type { FeedHealth } from '@balcao/contracts/api/market-feeds.ts';

export interface FeedFacts {
  isActive: boolean;
  /** What went wrong since it last answered. */
  lastError: string | null;
  collectedAt: string | null;
}

export function healthOf({ isActive, lastError, collectedAt }: FeedFacts): FeedHealth {
  if (!isActive) return 'paused';
  if (lastError !== null) return 'failing';
  return collectedAt === null ? 'new' : 'well';
}
