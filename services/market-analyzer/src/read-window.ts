/** The quotes with which the windows of a rule are filled again: those that were judged, or would have been. */
import { toPriceE8 } from './engine/price.ts';
import { Ring } from './engine/ring.ts';
import type { Cursor, WindowQuote } from './evaluation-store.ts';

/** Read at once: few enough to leave the event loop to others in between. */
const pageSize = 2_000;

export interface WindowReading {
  /** The quotes after `before`, the latest first. */
  readPage(page: { before: WindowQuote | undefined; limit: number }): Promise<WindowQuote[]>;
  /** Is called after each page, and ends the reading by throwing. */
  onPage(): void;
}

/**
 * The latest first; a price that cannot be reckoned with is not a number. They are read from the last one backwards: a
 * quote was late, and is left out, where one that is not before it had come first. Sixteen bytes are kept of each.
 */
export async function readWindow({ readPage, onPage }: WindowReading): Promise<Ring> {
  const kept = new Ring();
  let earliest: Cursor | undefined;
  for (let before: WindowQuote | undefined; ; ) {
    const page = await readPage({ before, limit: pageSize });
    onPage();
    for (const quote of page) {
      if (!isEarlier(quote, earliest)) continue;
      kept.push(quote.at, toPriceE8(quote.price) ?? Number.NaN);
      earliest = quote;
    }
    if (page.length < pageSize) return kept;
    before = page.at(-1);
  }
}

/** Those that are kept have come one before the other, so that the last of them is the first of all. */
const isEarlier = (quote: Cursor, other: Cursor | undefined) =>
  other === undefined ||
  quote.xid < other.xid ||
  (quote.xid === other.xid && quote.seq < other.seq);
