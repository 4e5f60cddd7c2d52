/** Profit and loss: what was sold, what it cost, what else came in and went out. */
import type {
  Comparison,
  ProfitAndLoss,
  ProfitLine,
  ProfitSection,
} from '@balcao/contracts/api/finance-reports.ts';
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
  sums: readonly AccountSum[],
): ProfitAndLoss {
  const lines = sums.map(toLine);
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

function toLine({ account, kind, name, amountMinor, beforeMinor }: AccountSum): ProfitLine {
  const section = sections[account] ?? (kind === 'revenue' ? 'other_revenue' : 'expense');
  return { section, account, name, ...compare({ amountMinor, beforeMinor }) };
}

export function profitTable(report: ProfitAndLoss): ReportTable {
  const sum = (name: string, pt: string, of: Comparison) => [name, '', pt, ...compared(of)];
  return {
    columns: ['section', 'account', 'name', ...comparedColumns],
    rows: [
      ...report.lines.map((line) => [line.section, line.account, line.name.pt, ...compared(line)]),
      sum('gross_profit', 'Lucro bruto', report.grossProfit),
      sum('profit', 'Resultado', report.profit),
    ],
  };
}
