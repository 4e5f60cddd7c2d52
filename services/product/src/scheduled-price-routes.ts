/** Prices that begin later, over HTTP. */
import {
  scheduledPrice,
  scheduledPricePage,
  scheduledPriceParams,
  schedulePriceRequest,
} from '@balcao/contracts/api/scheduled-prices.ts';
import { idParams } from '@balcao/contracts/ids.ts';
import { pageQuery } from '@balcao/contracts/page.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { timeKeyOf } from './list-cursor.ts';
import { getProduct } from './product-store.ts';
import {
  cancelScheduledPrice,
  insertScheduledPrice,
  listScheduledPrices,
  toScheduledPrice,
} from './scheduled-price-store.ts';

interface ScheduleDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
}

export function scheduledPriceRoutes({ db, now }: ScheduleDeps): Route[] {
  return [scheduleRoute(now), listRoute(db), cancelRoute()];
}

function scheduleRoute(now: () => Date): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/products/:id/prices',
      summary: 'Let a price begin later',
      access: 'catalogue:write',
      params: idParams,
      body: schedulePriceRequest,
      answers: { 201: scheduledPrice },
      problems: ['not_found', 'inactive_product', 'already_exists'],
    },
    async (tx, { params, body: { id = newId(), priceMinor, startsAt }, caller }) => {
      const product = await getProduct(tx, params.id);
      if (!product.active) {
        throw new Problem('inactive_product', `${product.name} is not sold. Bring it back first.`);
      }
      const begins = laterThan(now(), startsAt);
      const createdBy = caller.userId;
      const scheduled = { id, productId: product.id, priceMinor, startsAt: begins, createdBy };
      return { status: 201, body: await insertScheduledPrice(tx, scheduled) };
    },
  );
}

/** The moment in milliseconds, as lists and cursors show it. Throws `validation_failed` when it is over. */
function laterThan(now: Date, startsAt: string): string {
  const moment = new Date(startsAt);
  if (moment > now) return moment.toISOString();
  throw new Problem(
    'validation_failed',
    'It must begin in the future. PUT changes the price now.',
    {
      errors: [{ path: 'startsAt', message: `must be after ${now.toISOString()}` }],
    },
  );
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/products/:id/prices/scheduled',
      summary: "List a product's scheduled prices by their beginning, those that have ended too",
      access: 'catalogue:read',
      params: idParams,
      query: pageQuery,
      answers: { 200: scheduledPricePage },
      problems: ['not_found'],
    },
    async ({ params: { id }, query: { limit, cursor } }) => {
      const range = { productId: id, after: timeKeyOf(cursor), limit: limit + 1 };
      const [rows] = await Promise.all([listScheduledPrices(db, range), getProduct(db, id)]);
      const key = (row: { starts_at: string; id: string }) => [row.starts_at, row.id];
      return { status: 200, body: toPage(rows, limit, { item: toScheduledPrice, key }) };
    },
  );
}

function cancelRoute(): Route {
  return writeRoute(
    {
      method: 'delete',
      path: '/products/:id/prices/scheduled/:scheduledPriceId',
      summary: 'Cancel a price that has not begun',
      access: 'catalogue:write',
      params: scheduledPriceParams,
      answers: { 204: null },
      problems: ['not_found', 'invalid_transition'],
    },
    async (tx, { params: { id: productId, scheduledPriceId: id } }) => {
      await cancelScheduledPrice(tx, { id, productId });
      return { status: 204 };
    },
  );
}
