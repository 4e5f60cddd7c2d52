/** What an entry is set against follows its category: from the account of before to the one of now. */
import type { Misplaced } from './counter-account-store.ts';
import { type JournalTransaction, toLines } from './journal-transaction.ts';

/** The money itself stays where it is. Each move of an entry, or of its reversal, has a number. */
export function postMove(misplaced: Misplaced): JournalTransaction {
  const { entryId, transactionId, date, description, moves, receivedMinor, from, to } = misplaced;
  return {
    source: `category:${entryId}:${transactionId}:${moves + 1}`,
    kind: 'category',
    date,
    description,
    lines: toLines([
      [from, receivedMinor],
      [to, -receivedMinor],
    ]),
  };
}
