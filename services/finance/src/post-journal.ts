/** Posts transactions to the journal: many with one statement, each source once. */
import type { Tx } from '@balcao/kit/db.ts';
import { insertPostings } from './journal-store.ts';
import type { Posting } from './journal-transaction.ts';

/**
 * Posts all that have lines and whose source is new, and adds them to the sums of their days. Answers when
 * each new one was created. Raises, and posts nothing, when one does not balance.
 */
export async function postJournal(tx: Tx, postings: Posting[]): Promise<Map<Posting, string>> {
  const bySource = new Map<string, Posting>();
  for (const posting of postings) {
    if (posting.lines.length === 0 || bySource.has(posting.source)) continue;
    bySource.set(posting.source, posting);
  }
  const created = new Map<Posting, string>();
  if (bySource.size === 0) return created;
  for (const { source, createdAt } of await insertPostings(tx, [...bySource.values()])) {
    const posting = bySource.get(source);
    if (posting !== undefined) created.set(posting, createdAt);
  }
  return created;
}
