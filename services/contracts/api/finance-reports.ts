/**
 * The reports of finance: a period beside the one before it. Centavos, thousandths of the product's unit, and
 * basis points (hundredths of a percent).
 */
import { z } from 'zod';
import { businessDate, daysBetween, isOrderedRange } from '../dates.ts';
import { id } from '../ids.ts';
import { unit } from '../unit.ts';
import { categoryKind } from './entry-categories.ts';
import { accountCode, moneyAccountCode } from './finance.ts';

/** Ten years. */
export const maxReportDays = 3_653;
/** With a row for each day: a leap year. */
const maxDailyRows = 366;

const isShort = ({ from, to }: { from: string; to: string }) =>
  daysBetween(from, to) < maxReportDays;
const range = { from: businessDate, to: businessDate };
const ordered = { path: ['to'], message: 'must not be before from' };
const short = { path: ['to'], message: `at most ${maxReportDays} days` };

export const reportQuery = z
  .strictObject(range)
  .refine(isOrderedRange, ordered)
  .refine(isShort, short);
export type ReportQuery = z.infer<typeof reportQuery>;

/** Both days belong to it. */
export const reportPeriod = z.object(range);
export type ReportPeriod = z.infer<typeof reportPeriod>;

/** `before` is as long: whole months before whole months, else as many days. */
const periods = { ...range, before: reportPeriod };

/** `changeBasisPoints` is of what was before; null where that was nothing. */
export const comparison = z.object({
  amountMinor: z.int(),
  beforeMinor: z.int(),
  changeBasisPoints: z.int().nullable(),
});
export type Comparison = z.infer<typeof comparison>;

const names = z.object({ pt: z.string(), en: z.string() });

export const profitSection = z.enum(['sales', 'cost_of_goods', 'other_revenue', 'expense']);
export type ProfitSection = z.infer<typeof profitSection>;

export const reportCategory = z.object({ id, slug: z.string(), name: names });
export type ReportCategory = z.infer<typeof reportCategory>;

/** Entries are told by category; `category` is null for those that have none, and for all that is not entries. */
export const profitLine = z.object({
  section: profitSection,
  account: accountCode,
  name: names,
  category: reportCategory.nullable(),
  ...comparison.shape,
});
export type ProfitLine = z.infer<typeof profitLine>;

/** Sales − cost of goods = gross profit; gross profit + other revenue − expenses = profit. */
export const profitAndLoss = z.object({
  ...periods,
  lines: z.array(profitLine),
  sales: comparison,
  costOfGoods: comparison,
  grossProfit: comparison,
  otherRevenue: comparison,
  expenses: comparison,
  profit: comparison,
});
export type ProfitAndLoss = z.infer<typeof profitAndLoss>;

/** Entries only: what sales, stock, cards and tills post is told by profit and loss. */
export const byCategory = z.object({
  ...periods,
  income: comparison,
  expenses: comparison,
  /** Income first, the largest first; of what has no category `category` is null. A share is of its kind's sum. */
  items: z.array(
    z.object({
      kind: categoryKind,
      category: reportCategory.nullable(),
      ...comparison.shape,
      shareBasisPoints: z.int().nullable(),
    }),
  ),
});
export type ByCategory = z.infer<typeof byCategory>;

/** By day for two months at most, else by month, when it is left out. */
export const cashFlowQuery = z
  .strictObject({ ...range, interval: z.enum(['day', 'month']).optional() })
  .refine(isOrderedRange, ordered)
  .refine(isShort, short)
  .refine(({ from, to, interval }) => interval !== 'day' || daysBetween(from, to) < maxDailyRows, {
    path: ['interval'],
    message: `at most ${maxDailyRows} days by day`,
  });
export type CashFlowQuery = z.infer<typeof cashFlowQuery>;

const flow = { inMinor: z.int(), outMinor: z.int(), balanceMinor: z.int() };

/** What came into the money accounts and went out; `balanceMinor` is what they held at the end. */
export const cashFlow = z.object({
  ...periods,
  openingMinor: z.int(),
  in: comparison,
  out: comparison,
  net: comparison,
  closingMinor: z.int(),
  accounts: z.array(
    z.object({ account: moneyAccountCode, name: names, openingMinor: z.int(), ...flow }),
  ),
  /** Every interval of the period, also those in which nothing moved; the first and the last may be cut short. */
  intervals: z.array(z.object({ ...range, ...flow })),
});
export type CashFlow = z.infer<typeof cashFlow>;

/** Revenue is less discounts and refunds; `marginBasisPoints` is of the revenue, null where there is none. */
export const margin = z.object({
  quantityMilli: z.int(),
  revenueMinor: z.int(),
  costMinor: z.int(),
  marginMinor: z.int(),
  marginBasisPoints: z.int().nullable(),
});
export type Margin = z.infer<typeof margin>;

/** What earned most first. A product that stock knows and no sale has neither name nor unit. */
export const marginByProduct = z.object({
  ...periods,
  total: z.object({ revenueMinor: comparison, costMinor: comparison, marginMinor: comparison }),
  items: z.array(
    z.object({
      productId: id,
      name: z.string().nullable(),
      unit: unit.nullable(),
      period: margin,
      before: margin,
    }),
  ),
});
export type MarginByProduct = z.infer<typeof marginByProduct>;
