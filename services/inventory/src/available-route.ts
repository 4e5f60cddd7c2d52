/** What the till asks of the stock. */
import { availableStockList, availableStockQuery } from '@balcao/contracts/api/available-stock.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { listAvailable } from './stock-store.ts';

/** A route of its own, for whoever sells: `/inventory/stock` tells what the goods have cost. */
export const availableRoute = ({ db, today }: { db: Database; today: () => string }): Route =>
  readRoute(
    {
      method: 'get',
      path: '/inventory/available',
      summary: 'Read what is left to sell of some products',
      access: 'tills:use',
      query: availableStockQuery,
      answers: { 200: availableStockList },
    },
    async ({ query: { productIds } }) => ({
      status: 200,
      body: { items: await listAvailable(db, productIds, today()) },
    }),
  );
