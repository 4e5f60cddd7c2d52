/** Turns the cost of moved goods into a balanced journal transaction. */
import type { AccountCode } from '@balcao/contracts/api/finance.ts';
import type { MovementType } from '@balcao/contracts/api/inventory.ts';
import type { StockChanged } from '@balcao/contracts/events/inventory.ts';
import { type JournalTransaction, toLines } from './journal-transaction.ts';

/** The account that gives what inventory takes, and takes what it gives. */
const otherSide: Record<MovementType, AccountCode> = {
  purchase: 'supplier_payable',
  sale: 'cost_of_goods',
  return: 'cost_of_goods',
  revaluation: 'cost_of_goods',
  waste: 'shrinkage',
  adjustment: 'shrinkage',
  count: 'shrinkage',
  // The cuts cost together what their input did, so nothing is left to post; if ever something were, it is seen here.
  breakdown: 'shrinkage',
};

/** A cost without goods revalues what was sold earlier, whatever movement it comes with. */
export function otherSideOf(
  sourceType: MovementType,
  { quantityMilli }: { quantityMilli: number },
): AccountCode {
  return otherSide[quantityMilli === 0 ? 'revaluation' : sourceType];
}

/** Debits inventory with what the goods cost that came in, credits it with that of what went out. */
export function postStockChange(change: StockChanged): JournalTransaction {
  const { sourceType, sourceId, businessDate, items } = change;
  return {
    source: `stock:${sourceType}:${sourceId}`,
    kind: 'stock',
    date: businessDate,
    description: `Stock ${sourceType} ${sourceId}`,
    lines: toLines(
      items.flatMap(
        (item) =>
          [
            ['inventory', item.costMinor],
            [otherSideOf(sourceType, item), -item.costMinor],
          ] as const,
      ),
    ),
  };
}
