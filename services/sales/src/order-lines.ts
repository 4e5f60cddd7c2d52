/** Prices what was asked for: from products or scanned codes to lines, and from lines to a total. */
import type { OrderLine, OrderLineRequest } from '@balcao/contracts/api/sales.ts';
import { effectivePrice } from '@balcao/contracts/effective-price.ts';
import { AmountTooLargeError, sumMinor, withinLimit } from '@balcao/contracts/money.ts';
import type { ScaleLayout } from '@balcao/contracts/scale-label.ts';
import type { ShopTime } from '@balcao/contracts/shop-clock.ts';
import {
  type PricedCode,
  priceCode,
  priceQuantity,
  type RefusedCode,
  readCode,
} from '@balcao/contracts/sold-code.ts';
import { Problem } from '@balcao/kit/problem.ts';
import type { Wording } from '@balcao/kit/wording.ts';
import type { Catalogue, CatalogueKeys, CatalogueProduct } from './catalogue-store.ts';

/** Which products the lines of some orders are about. */
export function keysOf(lines: OrderLineRequest[], layout: ScaleLayout): CatalogueKeys {
  const keys: CatalogueKeys = { ids: [], plus: [], barcodes: [] };
  for (const line of lines) {
    if ('productId' in line) keys.ids.push(line.productId);
    else addCode(keys, line.code, layout);
  }
  return keys;
}

function addCode(keys: CatalogueKeys, code: string, layout: ScaleLayout): void {
  const read = readCode(code, layout);
  if (read.kind === 'plu' || read.kind === 'label') keys.plus.push(read.plu);
  if (read.kind === 'barcode') keys.barcodes.push(read.barcode);
}

export interface PricedLines {
  lines: OrderLine[];
  subtotalMinor: number;
  discountMinor: number;
  totalMinor: number;
  /** Whether a sale that has happened names a lower price than the one that held. */
  isBelowPrice: boolean;
}

export interface LinesRequest {
  lines: OrderLineRequest[];
  discountMinor: number;
}

/** How codes are read, and the moment whose prices hold. */
export interface PricingRules {
  layout: ScaleLayout;
  at: ShopTime;
  /** A sale that has happened is recorded though its product is not sold any more, at the price that was paid. */
  hasHappened?: boolean;
}

/** Prices all lines by what holds at `at`. Throws a Problem that names the line which cannot be sold. */
export function priceLines(
  { lines: requests, discountMinor }: LinesRequest,
  catalogue: Catalogue,
  rules: PricingRules,
): PricedLines {
  try {
    const shelf = { catalogue, ...rules };
    const lines = requests.map((request, index) => priceLine(request, index, shelf));
    const subtotalMinor = withinLimit(sumMinor(lines.map((line) => line.totalMinor)));
    if (discountMinor > subtotalMinor) {
      throw new Problem(
        'discount_exceeds_total',
        `The discount is above ${subtotalMinor} centavos.`,
      );
    }
    return {
      lines,
      subtotalMinor,
      discountMinor,
      totalMinor: subtotalMinor - discountMinor,
      isBelowPrice: requests.some((request, index) => isBelowPrice(request, index, shelf)),
    };
  } catch (error) {
    if (!(error instanceof AmountTooLargeError)) throw error;
    throw new Problem('amount_too_large', 'The order is worth too much. Check its quantities.');
  }
}

interface Shelf extends PricingRules {
  catalogue: Catalogue;
}

function priceLine(request: OrderLineRequest, index: number, shelf: Shelf): OrderLine {
  const product = findProduct(request, index, shelf);
  const { catalogue, layout, at } = shelf;
  const holding = effectivePrice(product, catalogue.promotions, at);
  const { unitPriceMinor: priceMinor = holding.priceMinor } = request;
  const listPriceMinor = request.unitPriceMinor ?? product.priceMinor;
  const sold = { unit: product.unit, priceMinor, listPriceMinor };
  const priced = accept(
    'productId' in request
      ? priceQuantity(sold, request.quantityMilli)
      : priceCode(readCode(request.code, layout), sold, request.quantityMilli),
    index,
  );
  const isPriceStale = priced.isPriceStale || priceMinor !== holding.priceMinor;
  return {
    productId: product.id,
    name: product.name,
    unit: product.unit,
    quantityMilli: priced.quantityMilli,
    quantityDisplay: priced.quantityDisplay,
    unitPriceMinor: priced.unitPriceMinor,
    listPriceMinor: product.priceMinor,
    // A stale label was not charged by it: what is printed wins.
    promotionId: isPriceStale ? null : holding.promotionId,
    totalMinor: priced.totalMinor,
    isPriceStale,
  };
}

function isBelowPrice(request: OrderLineRequest, index: number, shelf: Shelf): boolean {
  const { unitPriceMinor } = request;
  if (unitPriceMinor === undefined) return false;
  const product = findProduct(request, index, shelf);
  return unitPriceMinor < effectivePrice(product, shelf.catalogue.promotions, shelf.at).priceMinor;
}

function findProduct(
  request: OrderLineRequest,
  index: number,
  { catalogue, layout, hasHappened = false }: Shelf,
): CatalogueProduct {
  if ('productId' in request) {
    const what = `id ${request.productId}`;
    return sellable(catalogue.byId.get(request.productId), { index, what, hasHappened });
  }
  const { code } = request;
  const read = readCode(code, layout);
  if (read.kind === 'invalid') {
    throw refuse('unreadable_code', index, {
      message: `the code ${code} cannot be read (${read.reason})`,
      pt: `o código ${code} não pode ser lido`,
    });
  }
  const found =
    read.kind === 'barcode' ? catalogue.byBarcode.get(read.barcode) : catalogue.byPlu.get(read.plu);
  return sellable(found, { index, what: `code ${code}`, hasHappened });
}

function sellable(
  product: CatalogueProduct | undefined,
  { index, what, hasHappened }: { index: number; what: string; hasHappened: boolean },
): CatalogueProduct {
  if (product === undefined) {
    throw refuse('unknown_product', index, {
      message: `no product has the ${what}`,
      pt: 'este produto não existe',
    });
  }
  if (product.isActive || hasHappened) return product;
  throw refuse('inactive_product', index, {
    message: `${product.name} is not sold`,
    pt: `${product.name} não é mais vendido`,
  });
}

function accept(result: ReturnType<typeof priceQuantity>, index: number): PricedCode {
  if (result.kind === 'priced') return result;
  throw refuse(result.code, index, { message: result.reason, pt: portuguese[result.code] });
}

const portuguese: Record<RefusedCode['code'], string> = {
  unreadable_code: 'o código não pode ser lido',
  quantity_required: 'falta a quantidade ou o peso',
  quantity_not_allowed: 'esta quantidade não é possível para o produto',
};

function refuse(code: Problem['code'], index: number, { message, pt }: Wording): Problem {
  return new Problem(code, `Line ${index + 1}: ${message}.`, {
    pt: `Linha ${index + 1}: ${pt}.`,
    errors: [{ path: `lines[${index}]`, message, pt }],
  });
}
