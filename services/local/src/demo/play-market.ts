/** Prices of the demo's days, put in as they came, and afterwards the feeds that go on from there. */
import type { CreateFeedRequest } from '@balcao/contracts/api/market-feeds.ts';
import { playedQuotes } from '@balcao/market-analyzer/replay.ts';
import { type Stage, sideBySide } from './stage.ts';

export async function watchPrices({ plan, admin }: Stage): Promise<void> {
  await sideBySide(plan.market.rules, (rule) => admin.post('/market/rules', rule));
}

/** What its feeds would have collected on that day: the recordings that play a day a day. */
export async function playQuotes(date: string, { plan, clock, admin }: Stage): Promise<void> {
  const played = await Promise.all(
    plan.market.feeds.filter(isDaily).map(async ({ symbol, code, provider }) => {
      const quotes = await playedQuotes(code, { from: date, to: date }, clock.now());
      return quotes.map((quote) => ({ ...quote, symbol, source: provider }));
    }),
  );
  await admin.post('/market/quotes', { quotes: played.flat() });
}

export async function openFeeds({ plan, admin }: Stage): Promise<void> {
  await sideBySide(plan.market.feeds, (feed) => admin.post('/market/feeds', feed));
}

const isDaily = ({ code }: CreateFeedRequest) => !code.includes('/');
