/** Stores quotes that came from anywhere: each new one once, and tells of it. */
import type { QuotesStored } from '@balcao/contracts/api/market.ts';
import { type Event, event } from '@balcao/contracts/events/catalog.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Outbox } from '@balcao/kit/outbox.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { insertQuotes, type NewQuote } from './quote-store.ts';

export interface QuoteDeps {
  outbox: Outbox;
  /** The shop's clock. */
  now: () => Date;
  /** Called after each commit that stored quotes. */
  onStored: () => void;
}

/** How far a sender's clock may be ahead of ours. */
const maxAheadMs = 5 * 60_000;

/** Whether a quote is of the future, beyond what a wrong clock explains. */
export const isTooEarly = (at: string, now: Date): boolean =>
  Date.parse(at) > now.getTime() + maxAheadMs;

/** All or nothing: throws `validation_failed`, which names the quotes of the future. */
export async function storeQuotes(
  tx: Tx,
  quotes: NewQuote[],
  { outbox, now, onStored }: QuoteDeps,
): Promise<QuotesStored> {
  refuseFuture(quotes, now());
  const stored = await insertQuotes(tx, quotes);
  if (stored.length > 0) tx.afterCommit(onStored);
  outbox.add(tx, tellingOf(stored));
  return { storedCount: stored.length, knownCount: quotes.length - stored.length };
}

/** One event per symbol: one per quote of a long list would keep the outbox busy for longer than its storing took. */
function tellingOf(stored: NewQuote[]): Event[] {
  const bySymbol = Map.groupBy(stored, ({ symbol }) => symbol);
  return [...bySymbol].flatMap(([symbol, quotes]) => {
    const last = quotes.at(-1);
    if (last === undefined) return [];
    const earlier = quotes.slice(0, -1).map(({ at, price, source }) => ({ at, price, source }));
    return [event('quote.collected', symbol, { ...last, earlier })];
  });
}

function refuseFuture(quotes: NewQuote[], now: Date): void {
  const errors = quotes.flatMap(({ at }, index) =>
    isTooEarly(at, now)
      ? [{ path: `quotes[${index}].at`, message: 'must not be in the future' }]
      : [],
  );
  if (errors.length > 0) {
    throw new Problem('validation_failed', 'Nothing was stored: quotes are of the future.', {
      errors,
    });
  }
}
