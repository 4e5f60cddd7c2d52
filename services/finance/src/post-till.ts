/** Turns the difference that a till's count showed into a balanced journal transaction. */
import type { TillClosed } from '@balcao/contracts/events/tills.ts';
import { type JournalTransaction, toLines } from './journal-transaction.ts';

/**
 * What was missing is an expense, what was too much lowers it, on the day of the closing. Floats, sangrias and
 * suprimentos move cash within the shop and are not posted. No lines where the count was right.
 */
export function postTill(till: TillClosed): JournalTransaction {
  const { tillId, register, businessDate, differenceMinor } = till;
  return {
    source: `till:${tillId}`,
    kind: 'till',
    date: businessDate,
    description: `Count of till ${register}`,
    lines: toLines([
      ['cash', differenceMinor],
      ['cash_differences', -differenceMinor],
    ]),
  };
}
