/** Entries by category: what they brought in and cost, beside the period before. */
import type { ByCategory } from '@balcao/contracts/api/finance-reports.ts';
import type { CategorySum } from './category-sum-store.ts';
import { basisPoints, compare, total } from './compare.ts';
import type { Periods } from './report-store.ts';
import { compared, comparedColumns, percent, type ReportTable } from './report-table.ts';

const kindOf = { other_revenue: 'income', general_expenses: 'expense' } as const;

/** The largest first, income before expenses; what has no category is a row of its own. */
export function byCategory({ period, before }: Periods, sums: readonly CategorySum[]): ByCategory {
  const of = (kind: 'income' | 'expense') => sums.filter(({ account }) => kindOf[account] === kind);
  const income = compare(total(of('income')));
  const expenses = compare(total(of('expense')));
  const toItem = ({ account, category, ...pair }: CategorySum): ByCategory['items'][number] => {
    const kind = kindOf[account];
    const whole = kind === 'income' ? income : expenses;
    const shareBasisPoints = basisPoints(pair.amountMinor, whole.amountMinor);
    return { kind, category, ...compare(pair), shareBasisPoints };
  };
  const items = [...of('income'), ...of('expense')].map(toItem);
  return { ...period, before, income, expenses, items };
}

export function categoryTable({ items }: ByCategory): ReportTable {
  return {
    columns: ['kind', 'category', 'name', ...comparedColumns, 'sharePercent'],
    rows: items.map((item) => [
      item.kind,
      item.category?.slug ?? '',
      item.category?.name.pt ?? 'Sem categoria',
      ...compared(item),
      percent(item.shareBasisPoints),
    ]),
  };
}
