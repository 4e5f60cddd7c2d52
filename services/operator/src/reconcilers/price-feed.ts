/** PriceFeeds become feeds of market-analyzer. */
import { type Feed, feed, type UpdateFeedRequest } from '@balcao/contracts/api/market-feeds.ts';
import { type PriceFeedSpec, priceFeed, priceFeedSpec } from '../resources/price-feed.ts';
import { feedHealth, feedStatus, feedWish, releasedFeed } from '../specs/price-feed.ts';
import { type Declared, isAsWished } from '../specs/wish.ts';
import { UnreadyError } from '../unready-error.ts';
import { findNamed, idOf, whyMissing } from './find-named.ts';
import type { ManagedKind, ReconcilerDeps } from './managed-kind.ts';
import { marketCalls } from './market-calls.ts';
import { createManagedReconciler, type Reconciler } from './reconcile-managed.ts';

const calls = marketCalls('/market/feeds', feed);

/** By then the feed that it names may be there too. */
const soonMs = 1_000;

export function createPriceFeedReconciler(deps: ReconcilerDeps): Reconciler {
  const kind: ManagedKind<PriceFeedSpec, UpdateFeedRequest, Feed> = {
    resource: priceFeed,
    spec: priceFeedSpec,
    list: (shop) => shop.feeds,
    wish: async (declared) => feedWish(declared, fallbackId(deps, declared)),
    isAsWished,
    read: calls.read,
    // A new one is active: what is suspended is changed right after.
    create: (shop, { id, wish: { active: _, ...body } }, signal) =>
      calls.create(shop, { id, ...body }, signal),
    update: (shop, { remote, wish }, signal) => calls.update(shop, { remote, body: wish }, signal),
    remove: calls.remove,
    async release(shop, remote, signal) {
      await calls.update(shop, { remote, body: releasedFeed(remote) }, signal);
    },
    status: feedStatus,
    health: feedHealth,
    lookAgainMs: ({ spec: { fallback } }, { fallbackFeedId }) =>
      fallback !== undefined && fallbackFeedId === null ? soonMs : undefined,
  };
  return createManagedReconciler(kind, deps);
}

/**
 * The service's id of the feed that is asked instead. Throws an `UnreadyError` while the service has none; but a feed that
 * is not there itself is made without it first: two that name each other would both wait for ever.
 */
function fallbackId(
  deps: ReconcilerDeps,
  { spec: { fallback }, object }: Declared<PriceFeedSpec>,
): string | null {
  if (fallback === undefined) return null;
  const other = findNamed(deps, object, fallback);
  if (other.id !== undefined) return other.id;
  if (other.exists && idOf(object) === undefined) return null;
  throw new UnreadyError('FallbackMissing', `The PriceFeed ${fallback} ${whyMissing(other)}.`);
}
