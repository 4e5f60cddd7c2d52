/** The quotes with which the windows of a rule are filled again: those that were judged, or would have been. */
import type { Queryable } from '@balcao/kit/db.ts';
import {
  type Cursor,
  readWindowPage,
  type SymbolWindow,
  type WindowQuote,
} from './evaluation-store.ts';

/** Read at once: few enough to leave the event loop to others in between. */
const pageSize = 2_000;

export interface WindowReading {
  upTo: Cursor;
  /** Is waited for after each page, and ends the reading by throwing. */
  onPage(): Promise<void>;
}

/**
 * In the order of their times, in which they were judged. They are read from the last one backwards: a quote was
 * late, and is left out, where one that is not before it had come first.
 */
export async function readWindow(
  db: Queryable,
  window: SymbolWindow,
  { upTo, onPage }: WindowReading,
): Promise<WindowQuote[]> {
  const kept: WindowQuote[] = [];
  for (let before: WindowQuote | undefined; ; ) {
    const page = await readWindowPage(db, { ...window, upTo }, { before, limit: pageSize });
    await onPage();
    for (const quote of page) if (isEarlier(quote, kept.at(-1))) kept.push(quote);
    if (page.length < pageSize) return kept.reverse();
    before = page.at(-1);
  }
}

/** Those that are kept have come one before the other, so that the last of them is the first of all. */
const isEarlier = (quote: Cursor, other: Cursor | undefined) =>
  other === undefined ||
  quote.xid < other.xid ||
  (quote.xid === other.xid && quote.seq < other.seq);
