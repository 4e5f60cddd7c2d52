/** What a typed or scanned code means, and what the product behind it costs: one rule for server and browser. */

import { canonicalPlu } from './canonical-plu.ts';
import { hasRightCheckDigit, isScaleCode } from './gtin.ts';
import { isQuantityOfUnit } from './is-quantity-of-unit.ts';
import { lineTotalMinor, multiplyDivide } from './money.ts';
import type {
  LabelFault,
  QuantityLabel,
  ScaleLabel,
  ScaleLayout,
  TotalLabel,
} from './scale-label.ts';
import { parseScaleLabel } from './scale-label.ts';
import type { Unit } from './unit.ts';

export type InvalidCode = { kind: 'invalid'; reason: LabelFault | 'not_digits' | 'wrong_length' };
export type ReadCode =
  | { kind: 'plu'; plu: string }
  | { kind: 'barcode'; barcode: string }
  | ScaleLabel
  | InvalidCode;

/** Up to 6 digits are a PLU, 13 that start with 2 a scale label, 8, 12, 13 or 14 a barcode. */
export const readCode = (code: string, layout: ScaleLayout): ReadCode => {
  if (!/^\d+$/.test(code)) return { kind: 'invalid', reason: 'not_digits' };
  if (code.length <= 6) return readPlu(code);
  if (isScaleCode(code)) return parseScaleLabel(code, layout);
  if (![8, 12, 13, 14].includes(code.length)) return { kind: 'invalid', reason: 'wrong_length' };
  if (!hasRightCheckDigit(code)) return { kind: 'invalid', reason: 'wrong_check_digit' };
  return { kind: 'barcode', barcode: code };
};

const readPlu = (code: string): ReadCode => {
  const plu = canonicalPlu(code);
  return plu === '' ? { kind: 'invalid', reason: 'zero_code' } : { kind: 'plu', plu };
};

/** The part of a product that its price depends on. */
export type Sellable = {
  unit: Unit;
  /** What holds now: with a promotion, its price (`promotion.ts`). */
  priceMinor: number;
  /** The price without any promotion, where it is another: labels may have been printed at it. */
  listPriceMinor?: number;
};

export type PricedCode = {
  kind: 'priced';
  quantityMilli: number;
  /** In the product's unit with four decimals and a point, for the screen and the receipt. */
  quantityDisplay: string;
  totalMinor: number;
  /** What a kilogram or piece is charged at; a label keeps the list price that it was printed at. */
  unitPriceMinor: number;
  /** The label was printed at another price than the one that holds. */
  isPriceStale: boolean;
};
export type RefusedCode = {
  kind: 'refused';
  code: 'unreadable_code' | 'quantity_not_allowed' | 'quantity_required';
  reason: string;
};

/**
 * Prices a read code. A label says its own quantity, so `quantityMilli` is refused beside it; without a
 * label it is needed for what is weighed, and is one piece otherwise.
 */
export const priceCode = (
  read: ReadCode,
  product: Sellable,
  quantityMilli?: number,
): PricedCode | RefusedCode => {
  switch (read.kind) {
    case 'invalid':
      return { kind: 'refused', code: 'unreadable_code', reason: read.reason };
    case 'plu':
    case 'barcode':
      if (quantityMilli !== undefined) return priceQuantity(product, quantityMilli);
      return product.unit === 'un'
        ? priceQuantity(product, 1000)
        : {
            kind: 'refused',
            code: 'quantity_required',
            reason: 'a weighed product needs a weight',
          };
    case 'label':
      if (quantityMilli !== undefined) return notAllowed('a scale label says its own quantity');
      return 'totalMinor' in read
        ? priceTotalLabel(read, product)
        : priceQuantityLabel(read, product);
  }
};

/** Prices a quantity at the catalogue's price; a fraction of a piece is refused. */
export const priceQuantity = (
  product: Sellable,
  quantityMilli: number,
): PricedCode | RefusedCode => {
  if (!isQuantityOfUnit(quantityMilli, product.unit)) return notAllowed('pieces are sold whole');
  return {
    kind: 'priced',
    quantityMilli,
    quantityDisplay: formatTenThousandths(quantityMilli * 10),
    totalMinor: lineTotalMinor(product.priceMinor, quantityMilli),
    unitPriceMinor: product.priceMinor,
    isPriceStale: false,
  };
};

const priceQuantityLabel = (label: QuantityLabel, product: Sellable): PricedCode | RefusedCode =>
  label.unit === product.unit
    ? priceQuantity(product, label.quantityMilli)
    : notAllowed(`the label is in ${label.unit}, the product in ${product.unit}`);

/**
 * The printed total wins and the quantity follows from it (counter.md, Money and weight): by the price that
 * holds, or, for a label that fits only the list price, by that one, so that the weight is the true one.
 */
const priceTotalLabel = ({ totalMinor }: TotalLabel, product: Sellable): PricedCode => {
  const priced = priceTotal(totalMinor, product.priceMinor, product.unit);
  const { listPriceMinor = product.priceMinor } = product;
  if (!priced.isPriceStale || listPriceMinor === product.priceMinor) return priced;
  const listed = priceTotal(totalMinor, listPriceMinor, product.unit);
  return listed.isPriceStale ? priced : { ...listed, isPriceStale: true };
};

const priceTotal = (totalMinor: number, priceMinor: number, unit: Unit): PricedCode => {
  const stepMilli = unit === 'un' ? 1000 : 1;
  const steps = priceMinor === 0 ? 0 : multiplyDivide(totalMinor, 1000 / stepMilli, priceMinor);
  const quantityMilli = Math.max(stepMilli, steps * stepMilli);
  const isNear = (candidateMilli: number) =>
    candidateMilli > 0 && Math.abs(lineTotalMinor(priceMinor, candidateMilli) - totalMinor) <= 1;
  const tenThousandths =
    priceMinor === 0 ? quantityMilli * 10 : multiplyDivide(totalMinor, 10_000, priceMinor);
  return {
    kind: 'priced',
    quantityMilli,
    quantityDisplay: formatTenThousandths(tenThousandths),
    totalMinor,
    unitPriceMinor: priceMinor,
    isPriceStale: ![quantityMilli - stepMilli, quantityMilli, quantityMilli + stepMilli].some(
      isNear,
    ),
  };
};

const notAllowed = (reason: string): RefusedCode => ({
  kind: 'refused',
  code: 'quantity_not_allowed',
  reason,
});

const formatTenThousandths = (value: number): string => {
  const digits = String(value).padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`;
};
