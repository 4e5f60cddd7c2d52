/** Profit and loss: what was sold, what it cost, what else came in and went out, entries by their categories. */
import type {
  Comparison,
  ProfitAndLoss,
  ProfitLine,
  ProfitSection,
} from '@balcao/contracts/api/finance-reports.ts';
import type { CategorySum } from './category-sum-store.ts';
import { compare, total } from './compare.ts';
import type { AccountSum, Periods } from './report-store.ts';
import { compared, comparedColumns, type ReportTable } from './report-table.ts';

/** The accounts that are not what their kind says. */
const sections: Partial<Record<AccountSum['account'], ProfitSection>> = {
  sales_revenue: 'sales',
  cost_of_goods: 'cost_of_goods',
};

export function profitAndLoss(
  { period, before }: Periods,
  { accounts, categories }: { accounts: readonly AccountSum[]; categories: readonly CategorySum[] },
): ProfitAndLoss {
  const lines = accounts.flatMap((account) => toLines(account, categories));
  const of = (section: ProfitSection) => lines.filter((line) => line.section === section);
  const income = [...of('sales'), ...of('other_revenue')];
  return {
    ...period,
    before,
    lines,
    sales: compare(total(of('sales'))),
    costOfGoods: compare(total(of('cost_of_goods'))),
    grossProfit: compare(total(of('sales'), of('cost_of_goods'))),
    otherRevenue: compare(total(of('other_revenue'))),
    expenses: compare(total(of('expense'))),
    profit: compare(total(income, [...of('cost_of_goods'), ...of('expense')])),
  };
}

/** One, or one for each category of entries; they add up to what the account came to. */
function toLines(sum: AccountSum, categories: readonly CategorySum[]): ProfitLine[] {
  const { account, kind, name } = sum;
  const section = sections[account] ?? (kind === 'revenue' ? 'other_revenue' : 'expense');
  const own = categories.filter((category) => category.account === account);
  const parts = own.length > 0 ? own : [{ ...sum, category: null }];
  return parts.map(({ category, amountMinor, beforeMinor }) => ({
    section,
    account,
    name,
    category,
    ...compare({ amountMinor, beforeMinor }),
  }));
}

export function profitTable(report: ProfitAndLoss): ReportTable {
  const sum = (name: string, pt: string, of: Comparison) => [name, '', '', pt, ...compared(of)];
  return {
    columns: ['section', 'account', 'category', 'name', ...comparedColumns],
    rows: [
      ...report.lines.map((line) => [
        line.section,
        line.account,
        line.category?.slug ?? '',
        line.category?.name.pt ?? line.name.pt,
        ...compared(line),
      ]),
      sum('gross_profit', 'Lucro bruto', report.grossProfit),
      sum('profit', 'Resultado', report.profit),
    ],
  };
}
