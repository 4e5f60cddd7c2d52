/** The reports of inventory over HTTP. */
import {
  shrinkageQuery,
  shrinkageReport,
  yieldQuery,
  yieldReport,
} from '@balcao/contracts/api/stock-reports.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { reportShrinkage } from './shrinkage-store.ts';
import { reportYields } from './yield-store.ts';

export function reportRoutes(db: Database): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/inventory/reports/shrinkage',
        summary: 'What was lost between two days, by reason and product',
        access: 'stock:read',
        query: shrinkageQuery,
        answers: { 200: shrinkageReport },
      },
      async ({ query }) => ({ status: 200, body: await reportShrinkage(db, query) }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/inventory/reports/yields',
        summary: 'What lots yielded when they were broken down, by supplier or template, over time',
        access: 'stock:read',
        query: yieldQuery,
        answers: { 200: yieldReport },
      },
      async ({ query }) => ({ status: 200, body: await reportYields(db, query) }),
    ),
  ];
}
