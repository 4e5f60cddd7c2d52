/** Margin by product: what each brought in, what the goods had cost, and what was left. */
import type { Margin, MarginByProduct } from '@balcao/contracts/api/finance-reports.ts';
import { basisPoints, compare, total } from './compare.ts';
import type { ProductFigures, ProductSum } from './product-amount-store.ts';
import type { Periods } from './report-store.ts';
import { money, percent, quantity, type ReportTable } from './report-table.ts';

export function marginByProduct(
  { period, before }: Periods,
  sums: readonly ProductSum[],
): MarginByProduct {
  const items = sums
    .map((sum) => ({ ...sum, period: marginOf(sum.period), before: marginOf(sum.before) }))
    .sort((a, b) => b.period.marginMinor - a.period.marginMinor || compareIds(a, b));
  const totalOf = (field: 'revenueMinor' | 'costMinor' | 'marginMinor') =>
    compare(
      total(
        items.map((item) => ({ amountMinor: item.period[field], beforeMinor: item.before[field] })),
      ),
    );
  return {
    ...period,
    before,
    total: {
      revenueMinor: totalOf('revenueMinor'),
      costMinor: totalOf('costMinor'),
      marginMinor: totalOf('marginMinor'),
    },
    items,
  };
}

const compareIds = (a: ProductSum, b: ProductSum): number => (a.productId < b.productId ? -1 : 1);

function marginOf({ quantityMilli, revenueMinor, costMinor }: ProductFigures): Margin {
  const marginMinor = revenueMinor - costMinor;
  return {
    quantityMilli,
    revenueMinor,
    costMinor,
    marginMinor,
    marginBasisPoints: basisPoints(marginMinor, revenueMinor),
  };
}

export function marginTable({ items }: MarginByProduct): ReportTable {
  const figures = ({ quantityMilli, revenueMinor, costMinor, ...rest }: Margin) => [
    quantity(quantityMilli),
    money(revenueMinor),
    money(costMinor),
    money(rest.marginMinor),
    percent(rest.marginBasisPoints),
  ];
  const columns = ['quantity', 'revenue', 'cost', 'margin', 'marginPercent'];
  return {
    columns: ['productId', 'name', 'unit', ...columns, ...columns.map((name) => `${name}Before`)],
    rows: items.map((item) => [
      item.productId,
      item.name ?? '',
      item.unit ?? '',
      ...figures(item.period),
      ...figures(item.before),
    ]),
  };
}
