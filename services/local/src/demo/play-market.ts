/** Prices of the demo's days, put in as they came, and afterwards the feeds that go on from there. */
import type { CreateFeedRequest } from '@balcao/contracts/api/market-feeds.ts';
import { addDays } from '@balcao/contracts/dates.ts';
import { playedQuotes } from '@balcao/market-analyzer/replay.ts';
import { type Stage, sideBySide } from './stage.ts';

export async function watchPrices({ plan, admin }: Stage): Promise<void> {
  await sideBySide(plan.market.rules, (rule) => admin.post('/market/rules', rule));
}

/**
 * What its feeds would have collected until now, that day or late on the day before: the recordings that play a day
 * a day. What is known already changes nothing.
 */
export async function playQuotes(date: string, { plan, clock, admin }: Stage): Promise<void> {
  const range = { from: addDays(date, -1), to: date };
  const played = await Promise.all(
    plan.market.feeds.filter(isDaily).map(async ({ symbol, code, provider }) => {
      const quotes = await playedQuotes(code, range, clock.now());
      return quotes.map((quote) => ({ ...quote, symbol, source: provider }));
    }),
  );
  await admin.post('/market/quotes', { quotes: played.flat() });
}

export async function openFeeds({ plan, admin }: Stage): Promise<void> {
  await sideBySide(plan.market.feeds, (feed) => admin.post('/market/feeds', feed));
}

const isDaily = ({ code }: CreateFeedRequest) => !code.includes('/');
