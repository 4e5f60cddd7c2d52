/** What entries refer to must be there and fit: their categories, and a month that is open. */
import type { EntryCategory } from '@balcao/contracts/api/entry-categories.ts';
import type { CreateEntryRequest } from '@balcao/contracts/api/finance.ts';
import type { Tx } from '@balcao/kit/db.ts';
import { findCategories } from './category-store.ts';
import { EntryFault } from './entry-fault.ts';
import { monthOf } from './period.ts';
import { readClosedMonths } from './period-store.ts';

/** The faults by the index of the entry; one that is missing is sound. */
export async function checkEntries(
  tx: Tx,
  entries: CreateEntryRequest[],
): Promise<Map<number, EntryFault>> {
  const wanted = new Set(entries.flatMap(({ categoryId }) => categoryId ?? []));
  const [closed, found] = await Promise.all([
    readClosedMonths(tx),
    wanted.size === 0 ? [] : findCategories(tx, [...wanted]),
  ]);
  const categories = new Map(found.map((category) => [category.id, category]));
  const faults = new Map<number, EntryFault>();
  for (const [index, entry] of entries.entries()) {
    const fault = checkMonth(entry.date, closed) ?? checkCategory(entry, categories);
    if (fault !== null) faults.set(index, fault);
  }
  return faults;
}

/** A month that is closed takes nothing new. */
export function checkMonth(date: string, closed: ReadonlySet<string>): EntryFault | null {
  const month = monthOf(date);
  return closed.has(month) ? new EntryFault('period_closed', 'date', `${month} is closed`) : null;
}

function checkCategory(
  { type, categoryId, account }: CreateEntryRequest,
  categories: ReadonlyMap<string, EntryCategory>,
): EntryFault | null {
  if (categoryId === null) return null;
  const category = categories.get(categoryId);
  if (category === undefined) return unfit('unknown_category', 'there is no such category');
  if (category.isArchived) return unfit('does_not_fit', `${category.slug} is archived`);
  const kind = type === 'credit' ? 'income' : 'expense';
  if (category.kind !== kind) {
    return unfit('does_not_fit', `${category.slug} is ${category.kind}, a ${type} needs ${kind}`);
  }
  return category.counterAccount === account
    ? unfit('does_not_fit', `${category.slug} moves money between ${account} and another account`)
    : null;
}

const unfit = (code: EntryFault['code'], message: string) =>
  new EntryFault(code, 'categoryId', message);
