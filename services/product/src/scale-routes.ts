/** Load files for label scales over HTTP: a zip, or the products that do not fit. */
import { type ScaleFamily, scaleParams } from '@balcao/contracts/api/scales.ts';
import { effectivePrice } from '@balcao/contracts/effective-price.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import type { Database } from '@balcao/kit/db.ts';
import { type Route, readRoute } from '@balcao/kit/http/route.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { zipSync } from 'fflate';
import {
  makeScaleFiles,
  type ScaleFiles,
  type ScaleMisfit,
  type ScaleProduct,
} from './scale-files.ts';
import { listPluProducts, readPromotions } from './scale-store.ts';

interface ScaleDeps {
  db: Database;
  /** The shop's clock. */
  now: () => Date;
  shopTimeOf: (at: Date) => ShopTime;
}

export function scaleRoutes({ db, now, shopTimeOf }: ScaleDeps): Route[] {
  return [
    readRoute(
      {
        method: 'get',
        path: '/products/scales/:family',
        summary: 'Get the load files of a family of label scales: all that is sold under a PLU',
        access: 'catalogue:read',
        params: scaleParams,
        answers: { 200: 'application/zip' },
        problems: ['does_not_fit'],
      },
      async ({ params: { family } }) => {
        const at = now();
        const { files, misfits } = makeScaleFiles(family, await onOffer(db, shopTimeOf(at)));
        if (misfits.length > 0) throw doesNotFit(family, misfits);
        const headers = {
          'Content-Type': 'application/zip',
          'Content-Disposition': `attachment; filename="${family}.zip"`,
        };
        return { status: 200, headers, body: zipOf(files, at) };
      },
    ),
  ];
}

/** What the scales print is what the counter charges: the price that holds at this moment. */
async function onOffer(db: Database, at: ShopTime): Promise<ScaleProduct[]> {
  const [products, promotions] = await Promise.all([
    listPluProducts(db),
    readPromotions(db, at.businessDate),
  ]);
  return products.map((product) => ({
    ...product,
    priceMinor: effectivePrice(product, promotions, at).priceMinor,
  }));
}

function zipOf(files: ScaleFiles, at: Date): Buffer {
  const entries = Object.entries(files).map(([name, content]) => [
    name,
    Buffer.from(content, 'latin1'),
  ]);
  return Buffer.from(zipSync(Object.fromEntries(entries), { mtime: at, level: 1 }));
}

function doesNotFit(family: ScaleFamily, misfits: ScaleMisfit[]): Problem {
  const errors = misfits.map(({ product: { name, sku }, reason }) => ({
    path: `products[${sku}]`,
    message: `${name} (${sku}): ${reason}`,
  }));
  const [first] = errors;
  const others = errors.length === 1 ? '' : ` So do ${errors.length - 1} more.`;
  return new Problem(
    'does_not_fit',
    `A ${family} scale cannot hold ${first?.message ?? 'a product'}. Change it, or take its PLU.${others}`,
    { errors },
  );
}
