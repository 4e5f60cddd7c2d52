/** What entries refer to must be there and fit: their categories, and a month that is open. */
import type { CategoryKind, EntryCategory } from '@balcao/contracts/api/entry-categories.ts';
import type { CreateEntryRequest } from '@balcao/contracts/api/finance.ts';
import type { Tx } from '@balcao/kit/db.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import { findCategories } from './category-store.ts';
import { EntryFault } from './entry-fault.ts';
import { localDate } from './local-date.ts';
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
  if (!closed.has(month)) return null;
  return new EntryFault('period_closed', 'date', {
    message: `${month} is closed`,
    pt: `${localDate(month)} está fechado`,
  });
}

function checkCategory(
  { type, categoryId, account }: CreateEntryRequest,
  categories: ReadonlyMap<string, EntryCategory>,
): EntryFault | null {
  if (categoryId === null) return null;
  const category = categories.get(categoryId);
  if (category === undefined) return new EntryFault('unknown_category', 'categoryId', noCategory);
  const { slug, name, isArchived, counterAccount } = category;
  if (isArchived) return unfit({ message: `${slug} is archived`, pt: `${name.pt} está arquivada` });
  const kind = type === 'credit' ? 'income' : 'expense';
  if (category.kind !== kind) {
    return unfit({
      message: `${slug} is ${category.kind}, a ${type} needs ${kind}`,
      pt: `${name.pt} é de ${kinds[category.kind]}, o lançamento é de ${kinds[kind]}`,
    });
  }
  if (counterAccount !== account) return null;
  return unfit({
    message: `${slug} moves money between ${account} and another account`,
    pt: `${name.pt} move dinheiro entre contas, e o dinheiro já está nessa conta`,
  });
}

const noCategory: Wording = {
  message: 'there is no such category',
  pt: 'esta categoria não existe',
};
const kinds: Record<CategoryKind, string> = { income: 'receita', expense: 'despesa' };

const unfit = (said: Wording) => new EntryFault('does_not_fit', 'categoryId', said);
