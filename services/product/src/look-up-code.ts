/** From a typed or scanned code to the product, its quantity and its total: one statement by a unique index. */
import type { LookupResponse } from '@balcao/contracts/api/product.ts';
import { effectivePrice } from '@balcao/contracts/effective-price.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import {
  type InvalidCode,
  priceCode,
  type ReadCode,
  readCode,
} from '@balcao/contracts/sold-code.ts';
import type { Queryable } from '@balcao/kit/db.ts';
import { Problem } from '@balcao/kit/problem.ts';
import { findByBarcode, findByPlu, type OnOffer } from './sold-product-store.ts';

type KnownCode = Exclude<ReadCode, InvalidCode>;

/** Without a label a product is asked for by the kilogram or the piece. */
const oneUnitMilli = 1_000;

const faults: Record<InvalidCode['reason'], string> = {
  not_digits: 'it has other characters than digits',
  wrong_length: 'a PLU has up to 6 digits, a barcode 8, 12, 13 or 14',
  wrong_check_digit: 'its check digit is wrong; scan it again',
  zero_code: 'its product code is zero',
  zero_value: 'its total or quantity is zero',
  other_layout: "it does not fit the layout of the shop's scale labels",
  not_a_label: 'it is not a scale label',
};

export interface Scan {
  code: string;
  layout: ScaleLayout;
  /** When it is scanned: what is on offer then. */
  at: ShopTime;
}

/** Throws `unreadable_code`, `not_found`, or `quantity_not_allowed` for a label in the wrong unit. */
export async function lookUpCode(
  db: Queryable,
  { code, layout, at }: Scan,
): Promise<LookupResponse> {
  const read = readCode(code, layout);
  if (read.kind === 'invalid') throw unreadable(code, read);
  const { product, promotions } = await findProduct(db, read, at.businessDate);
  const { priceMinor, promotionId } = effectivePrice(product, promotions, at);
  const sold = { unit: product.unit, priceMinor, listPriceMinor: product.priceMinor };
  const priced = priceCode(read, sold, read.kind === 'label' ? undefined : oneUnitMilli);
  if (priced.kind === 'refused') {
    throw new Problem(priced.code, `${product.name} is not sold so: ${priced.reason}.`);
  }
  const { quantityMilli, quantityDisplay, totalMinor, unitPriceMinor, isPriceStale } = priced;
  const promotion = promotions.find(({ id }) => id === promotionId);
  return {
    kind: read.kind,
    product,
    quantityMilli,
    quantityDisplay,
    totalMinor,
    unitPriceMinor,
    promotion: promotion === undefined ? null : { id: promotion.id, name: promotion.name },
    isPriceStale,
  };
}

async function findProduct(db: Queryable, read: KnownCode, today: string): Promise<OnOffer> {
  const isBarcode = read.kind === 'barcode';
  const found = await (isBarcode
    ? findByBarcode(db, read.barcode, today)
    : findByPlu(db, read.plu, today));
  if (found !== undefined) return found;
  const what = isBarcode ? `barcode ${read.barcode}` : `PLU ${read.plu}`;
  throw new Problem('not_found', `No product is sold under the ${what}.`);
}

function unreadable(code: string, { reason }: InvalidCode): Problem {
  return new Problem('unreadable_code', `The code ${code} cannot be read: ${faults[reason]}.`, {
    errors: [{ path: 'query.code', message: reason }],
  });
}
