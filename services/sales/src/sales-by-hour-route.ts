/** When sales are made, over HTTP. */
import { salesByHourQuery, salesByHour as schema } from '@balcao/contracts/api/sales-by-hour.ts';
import { sumMinor } from '@balcao/contracts/money.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { readSalesByHour } from './sales-by-hour-store.ts';

export function salesByHourRoute({ db, timeZone }: { db: Queryable; timeZone: string }): Route {
  return readRoute(
    {
      method: 'get',
      path: '/orders/by-hour',
      summary: 'Sum completed sales by weekday and hour, before refunds',
      access: 'orders:read-all',
      query: salesByHourQuery,
      answers: { 200: schema },
    },
    async ({ query }) => {
      const items = await readSalesByHour(db, query, timeZone);
      const saleCount = items.reduce((sum, item) => sum + item.saleCount, 0);
      const totalMinor = sumMinor(items.map((item) => item.totalMinor));
      const { from, to } = query;
      return { status: 200, body: { from, to, saleCount, totalMinor, items } };
    },
  );
}
