/** The providers that feeds may name, and how each is asked. */
import type { FeedProvider } from '@balcao/contracts/api/market-feeds.ts';
import type { Adapter } from './adapter.ts';
import { alphaVantage } from './alphavantage.ts';
import { awesomeApi } from './awesomeapi.ts';
import { bcbPtax } from './bcb-ptax.ts';
import { bcbSgs } from './bcb-sgs.ts';
import { coinCap } from './coincap.ts';
import { replay } from './replay.ts';

export const providers: Record<FeedProvider, Adapter> = {
  awesomeapi: awesomeApi,
  coincap: coinCap,
  alphavantage: alphaVantage,
  'bcb-sgs': bcbSgs,
  'bcb-ptax': bcbPtax,
  replay,
};
