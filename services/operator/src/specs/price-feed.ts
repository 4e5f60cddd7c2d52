/** Pure: a PriceFeed as a feed of market-analyzer, and back. */
import {
  type Feed,
  type UpdateFeedRequest,
  updateFeedRequest,
} from '@balcao/contracts/api/market-feeds.ts';
import type { PriceFeedSpec, PriceFeedStatus } from '../resources/price-feed.ts';
import { bounded, type Declared, type Health, present, suspended } from './wish.ts';

/** @param fallbackFeedId the id of the feed that `spec.fallback` names */
export function feedWish(
  { spec, name, managedBy }: Declared<PriceFeedSpec>,
  fallbackFeedId: string | null,
): UpdateFeedRequest {
  const { provider, symbol, code, everySeconds, suspend } = spec;
  return {
    name,
    provider,
    symbol,
    code,
    everySeconds,
    fallbackFeedId,
    active: !suspend,
    managedBy,
  };
}

/** As it is, but left to people. */
export function releasedFeed({ version: _, ...feed }: Feed): UpdateFeedRequest {
  const { name, provider, symbol, code, everySeconds, fallbackFeedId, active } = feed;
  const all = { name, provider, symbol, code, everySeconds, fallbackFeedId, active };
  return updateFeedRequest.parse({ ...all, managedBy: null });
}

export function feedStatus(feed: Feed): Partial<PriceFeedStatus> {
  return present({
    id: feed.id,
    lastPrice: feed.lastQuote?.price,
    lastPriceAt: feed.lastQuote?.at,
    collectedAt: feed.collectedAt,
    lastError: feed.lastError === null ? null : bounded(feed.lastError),
  });
}

export function feedHealth(feed: Feed): Health {
  switch (feed.health) {
    case 'paused':
      return suspended;
    case 'new':
      return {
        status: 'False',
        reason: 'NotCollectedYet',
        message: 'The provider has not been asked yet.',
      };
    case 'failing':
      return {
        status: 'False',
        reason: 'CollectionFailed',
        message: 'The provider does not answer; see status.lastError.',
      };
    case 'well':
      return { status: 'True', reason: 'Collected', message: 'The provider answers.' };
  }
}
