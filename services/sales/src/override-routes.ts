/** Limits and overrides over HTTP: what one may give; an admin allows one order more, and reads who used what. */
import {
  createOverrideRequest,
  orderLimits,
  override,
  overrideListQuery,
  overridePage,
} from '@balcao/contracts/api/overrides.ts';
import { toPage } from '@balcao/kit/cursor.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute, writeRoute } from '@balcao/kit/http/route.ts';
import { newId } from '@balcao/kit/ids.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { discountLimitBasisPoints } from './allow-order.ts';
import type { SalesConfig } from './config.ts';
import { insertOverride, listOverrides, toOverride } from './override-store.ts';

export function overrideRoutes({ db, config }: { db: Database; config: SalesConfig }): Route[] {
  return [limitsRoute(config), createRoute(config), listRoute(db)];
}

function limitsRoute(config: SalesConfig): Route {
  return readRoute(
    {
      method: 'get',
      path: '/orders/limits',
      summary: 'What the caller may give away without an override',
      access: 'orders:write',
      answers: { 200: orderLimits },
    },
    async ({ caller: { role } }) => {
      const discountBasisPoints = discountLimitBasisPoints(role, config);
      return { status: 200, body: { discountBasisPoints } };
    },
  );
}

function createRoute({ overrideLifeMs }: SalesConfig): Route {
  return writeRoute(
    {
      method: 'post',
      path: '/orders/overrides',
      summary: 'Allow one order, soon and once, a discount or a tab beyond the limit',
      access: 'discounts:override',
      body: createOverrideRequest,
      answers: { 201: override },
      problems: ['already_exists'],
    },
    async (tx, { body, caller }) => {
      const { id = newId(), discountUpToMinor = null, tabUpToMinor = null, note } = body;
      const expiresAt = new Date(Date.now() + overrideLifeMs).toISOString();
      const allowedBy = caller.userId;
      const wish = { id, discountUpToMinor, tabUpToMinor, note, allowedBy, expiresAt };
      const row = await insertOverride(tx, wish);
      if (row === undefined) {
        throw new Problem('already_exists', `There is an override ${id} already.`);
      }
      return { status: 201, body: toOverride(row) };
    },
  );
}

function listRoute(db: Database): Route {
  return readRoute(
    {
      method: 'get',
      path: '/orders/overrides',
      summary: 'List overrides, newest first: who allowed what, and who used it',
      access: 'discounts:override',
      query: overrideListQuery,
      answers: { 200: overridePage },
    },
    async ({ query }) => {
      const rows = await listOverrides(db, query);
      const page = toPage(rows, query.limit, { item: toOverride, key: ({ seq }) => [seq] });
      return { status: 200, body: page };
    },
  );
}
