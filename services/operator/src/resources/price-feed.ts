/** PriceFeed: what market-analyzer collects, from whom, and how often. */

import { price } from '@balcao/contracts/api/market.ts';
import { createFeedRequest } from '@balcao/contracts/api/market-feeds.ts';
import { instant } from '@balcao/contracts/dates.ts';
import { z } from 'zod';
import { objectName } from './object-name.ts';
import {
  type ResourceDefinition,
  readyColumn,
  reasonColumn,
  sharedRules,
  sharedSpec,
  sharedStatus,
} from './resource.ts';

const { provider, symbol, code, everySeconds } = createFeedRequest.shape;

export const priceFeedSpec = z.strictObject({
  ...sharedSpec,
  provider: provider.describe('Who is asked.'),
  symbol: symbol.describe('What its quotes are stored under.'),
  code: code.describe("The provider's own name of it: USD-BRL, bitcoin, IBM, a series' number."),
  everySeconds: everySeconds.describe('How often it is asked.'),
  fallback: objectName
    .optional()
    .describe('The PriceFeed of the same namespace that is asked when this one fails.'),
});
export type PriceFeedSpec = z.output<typeof priceFeedSpec>;

export const priceFeedStatus = z.strictObject({
  ...sharedStatus,
  lastPrice: price.max(40).optional().describe("The symbol's latest price."),
  lastPriceAt: instant.optional().describe('When that price held.'),
  collectedAt: instant.optional().describe('When the provider, or its fallback, last answered.'),
  lastError: z.string().max(500).optional().describe('What went wrong since.'),
});
export type PriceFeedStatus = z.output<typeof priceFeedStatus>;

export const priceFeed: ResourceDefinition = {
  kind: 'PriceFeed',
  plural: 'pricefeeds',
  singular: 'pricefeed',
  shortNames: ['feed', 'feeds'],
  description: 'A price that the shop collects from a provider.',
  spec: priceFeedSpec,
  status: priceFeedStatus,
  columns: [
    { name: 'Symbol', type: 'string', jsonPath: '.spec.symbol' },
    { name: 'Price', type: 'string', jsonPath: '.status.lastPrice' },
    { name: 'Priced', type: 'date', jsonPath: '.status.lastPriceAt' },
    readyColumn,
    reasonColumn,
    { name: 'Provider', type: 'string', jsonPath: '.spec.provider', priority: 1 },
    { name: 'Suspended', type: 'boolean', jsonPath: '.spec.suspend', priority: 1 },
    { name: 'Error', type: 'string', jsonPath: '.status.lastError', priority: 1 },
    { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
  ],
  rules: [
    ...sharedRules,
    {
      rule: 'self.symbol == oldSelf.symbol',
      message: 'symbol cannot be changed: its quotes are stored under it; make another feed',
      fieldPath: '.symbol',
    },
  ],
};
