/** The reports over HTTP: each as JSON, and under `.csv` for a spreadsheet. */
import {
  byCategory as byCategorySchema,
  cashFlowQuery,
  cashFlow as cashFlowSchema,
  marginByProduct as marginByProductSchema,
  profitAndLoss as profitAndLossSchema,
  reportQuery,
} from '@balcao/contracts/api/finance-reports.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import type { z } from 'zod';
import { byCategory, categoryTable } from './by-category.ts';
import { cashFlow, cashFlowTable } from './cash-flow.ts';
import { readCategorySums } from './category-sum-store.ts';
import { marginByProduct, marginTable } from './margin-by-product.ts';
import { readProductSums } from './product-amount-store.ts';
import { profitAndLoss, profitTable } from './profit-and-loss.ts';
import { periodBefore } from './report-period.ts';
import { type Periods, readMoneyAccounts, readMoneyDays, readProfitSums } from './report-store.ts';
import { type ReportTable, toCsv } from './report-table.ts';

export function reportRoutes(db: Queryable): Route[] {
  return [
    ...bothRoutes({
      name: 'profit-and-loss',
      summary: 'Revenue, cost of goods, expenses and profit of a period beside the one before',
      query: reportQuery,
      answer: profitAndLossSchema,
      read: async (periods) => {
        const [accounts, categories] = await Promise.all([
          readProfitSums(db, periods),
          readCategorySums(db, periods),
        ]);
        return profitAndLoss(periods, { accounts, categories });
      },
      table: profitTable,
    }),
    ...bothRoutes({
      name: 'cash-flow',
      summary: 'What came in and went out, by account and by day or month',
      query: cashFlowQuery,
      answer: cashFlowSchema,
      read: async (periods, { interval }) => {
        const { from } = periods.before;
        const [accounts, days] = await Promise.all([
          readMoneyAccounts(db, from),
          readMoneyDays(db, { from, to: periods.period.to }),
        ]);
        return cashFlow(periods, { interval, accounts, days });
      },
      table: cashFlowTable,
    }),
    ...bothRoutes({
      name: 'by-category',
      summary: 'What entries brought in and cost by category',
      query: reportQuery,
      answer: byCategorySchema,
      read: async (periods) => byCategory(periods, await readCategorySums(db, periods)),
      table: categoryTable,
    }),
    ...bothRoutes({
      name: 'margin-by-product',
      summary: 'What each product brought in, what it had cost and what was left',
      query: reportQuery,
      answer: marginByProductSchema,
      read: async (periods) => marginByProduct(periods, await readProductSums(db, periods)),
      table: marginTable,
    }),
  ];
}

interface Report<Query extends { from: string; to: string }, Body> {
  name: string;
  summary: string;
  query: z.ZodType<Query>;
  answer: z.ZodType<Body>;
  read: (periods: Periods, query: Query) => Promise<Body>;
  table: (report: Body) => ReportTable;
}

function bothRoutes<Query extends { from: string; to: string }, Body>(
  report: Report<Query, Body>,
): Route[] {
  const { name, summary, query, answer, read, table } = report;
  const path = `/finance/reports/${name}`;
  const common = { method: 'get' as const, access: 'finance:read' as const, query };
  const make = (asked: Query) => {
    const period = { from: asked.from, to: asked.to };
    return read({ period, before: periodBefore(period) }, asked);
  };
  return [
    readRoute({ ...common, path, summary, answers: { 200: answer } }, async (request) => ({
      status: 200,
      body: await make(request.query),
    })),
    readRoute(
      {
        ...common,
        path: `${path}.csv`,
        summary: `${summary}, as CSV`,
        answers: { 200: 'text/csv' },
      },
      async (request) => ({
        status: 200,
        headers: {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="${name}.csv"`,
        },
        body: toCsv(table(await make(request.query))),
      }),
    ),
  ];
}
