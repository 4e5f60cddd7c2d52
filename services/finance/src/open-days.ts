/** Moves what events say happened in a closed month to the first open day, and says so where it is posted. */
import type { Queryable } from '@balcao/kit/db.ts';
import type { JournalTransaction } from './journal-transaction.ts';
import { firstOpenDay } from './period.ts';
import { readClosedMonths } from './period-store.ts';
import type { ProductAmounts } from './product-amounts.ts';

interface Dated {
  transaction: JournalTransaction;
  products: ProductAmounts | null;
}

/** What happened is posted, whatever is closed: the books would not be whole without it. */
export async function moveToOpenDays<T extends Dated>(db: Queryable, caused: T[]): Promise<T[]> {
  const closed = await readClosedMonths(db);
  if (closed.size === 0) return caused;
  return caused.map((one) => {
    const { transaction } = one;
    const date = firstOpenDay(transaction.date, closed);
    if (date === transaction.date) return one;
    const description = `${transaction.description} (of ${transaction.date}, which is closed)`;
    return {
      ...one,
      transaction: { ...transaction, date, description },
      products: one.products && onDay(one.products, date),
    };
  });
}

const onDay = ({ revenues, costs }: ProductAmounts, date: string): ProductAmounts => ({
  revenues: revenues.map((revenue) => ({ ...revenue, date })),
  costs: costs.map((cost) => ({ ...cost, date })),
});

/** The days on which what happened on these is posted. */
export async function openDays(db: Queryable, dates: string[]): Promise<string[]> {
  const closed = await readClosedMonths(db);
  return [...new Set(dates.map((date) => firstOpenDay(date, closed)))];
}
