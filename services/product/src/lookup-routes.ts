/** The look-up of a code at the counter, and the setting that it depends on. */
import { lookupQuery, lookupResponse, productSettings } from '@balcao/contracts/api/product.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { lookUpCode } from './look-up-code.ts';

interface LookupDeps {
  db: Database;
  /** The layout of the shop's scale labels. */
  scaleLayout: ScaleLayout;
  /** The shop's clock. */
  now: () => Date;
  /** What the clock on the shop's wall shows. */
  shopTimeOf: (at: Date) => ShopTime;
}

export function lookupRoutes({ db, scaleLayout, now, shopTimeOf }: LookupDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/products/lookup',
        summary: 'Find what a PLU, a barcode or a scale label sells, and for how much',
        access: 'catalogue:read',
        query: lookupQuery,
        answers: { 200: lookupResponse },
        problems: ['not_found', 'unreadable_code', 'quantity_not_allowed'],
      },
      async ({ query: { code, layout = scaleLayout } }) => ({
        status: 200,
        body: await lookUpCode(db, { code, layout, at: shopTimeOf(now()) }),
      }),
    ),
    readRoute(
      {
        method: 'get',
        path: '/products/settings',
        summary: 'Read the settings of the catalogue',
        access: 'catalogue:read',
        answers: { 200: productSettings },
      },
      async () => ({ status: 200, body: { scaleLayout } }),
    ),
  ];
}
