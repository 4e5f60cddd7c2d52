/** The sale that is being rung up: its lines, its discount, its customer. Pure; money in centavos. */
import { sumMinor } from '@balcao/contracts/money.ts';
import { priceQuantity } from '@balcao/contracts/sold-code.ts';
import type { Unit } from '@balcao/contracts/unit.ts';
import type { CatalogueProduct, FoundCode } from '../offline/catalogue.ts';

export interface SoldLine {
  kind: 'sold';
  key: string;
  productId: string;
  name: string;
  unit: Unit;
  /** 0 of what is still to be weighed. */
  quantityMilli: number;
  unitPriceMinor: number;
  /** What it cost before the price changed while the sale was open. */
  formerPriceMinor?: number;
  totalMinor: number;
  /** The label was printed at another price. */
  isPriceStale: boolean;
  /** Of a scale's label: quantity and total are what it says. */
  labelCode: string | null;
}

/** A code that nothing is sold by. */
export interface UnknownLine {
  kind: 'unknown';
  key: string;
  code: string;
}

export type CartLine = SoldLine | UnknownLine;

export interface CartCustomer {
  id: string;
  name: string;
}

export interface Cart {
  /** The id that the sale will have: one for all its attempts. */
  saleId: string;
  lines: CartLine[];
  /** The line that keys work on; null while there is none. */
  markedKey: string | null;
  discountMinor: number;
  customer: CartCustomer | null;
  /** What an administrator allowed this sale beyond the limits. */
  overrideId: string | null;
}

export const emptyCart = (saleId: string): Cart => ({
  saleId,
  lines: [],
  markedKey: null,
  discountMinor: 0,
  customer: null,
  overrideId: null,
});

export const isSold = (line: CartLine): line is SoldLine => line.kind === 'sold';

export const subtotalOf = ({ lines }: Cart): number =>
  sumMinor(lines.filter(isSold).map(({ totalMinor }) => totalMinor));

/** Never below zero: a line that was taken off takes what is too much of the discount with it. */
export const discountOf = (cart: Cart): number => Math.min(cart.discountMinor, subtotalOf(cart));

export const totalOf = (cart: Cart): number => subtotalOf(cart) - discountOf(cart);

export const markedLine = ({ lines, markedKey }: Cart): CartLine | undefined =>
  lines.find(({ key }) => key === markedKey);

/** Why the sale cannot be paid yet; null when it can. */
export function obstacleTo(cart: Cart): 'empty' | 'unknown' | 'unweighed' | null {
  if (cart.lines.length === 0) return 'empty';
  if (!cart.lines.every(isSold)) return 'unknown';
  return cart.lines.some((line) => isSold(line) && line.quantityMilli === 0) ? 'unweighed' : null;
}

/** Another of the same piece raises its line; a label is a parcel of its own. */
export function addFound(cart: Cart, found: FoundCode & { code: string; key: string }): Cart {
  const { product, priced, kind, code, key } = found;
  if (priced === null) return addProduct(cart, product, key);
  const same = kind === 'label' ? undefined : lineOfPiece(cart, product.id);
  if (same !== undefined) return addPiece(cart, same, product);
  const { quantityMilli, unitPriceMinor, totalMinor, isPriceStale } = priced;
  return append(cart, {
    ...lineOf(product, key),
    quantityMilli,
    unitPriceMinor,
    totalMinor,
    isPriceStale,
    labelCode: kind === 'label' ? code : null,
  });
}

/** One piece, or something that is still to be weighed. */
export function addProduct(cart: Cart, product: CatalogueProduct, key: string): Cart {
  const same = lineOfPiece(cart, product.id);
  if (same !== undefined) return addPiece(cart, same, product);
  const line = lineOf(product, key);
  if (product.unit === 'kg') return append(cart, line);
  return withQuantity(append(cart, line), key, 1000);
}

/** The whole line costs what the piece costs now: so the shop charges it. */
function addPiece(cart: Cart, { key, quantityMilli }: SoldLine, product: CatalogueProduct): Cart {
  const priced = reprice(cart, (id) => (id === product.id ? product.priceMinor : null));
  return withQuantity(priced, key, quantityMilli + 1000);
}

/** At other prices, of a kilogram or piece; null leaves a product as it is. A label's line costs what the label says. */
export function reprice(cart: Cart, priceOf: (productId: string) => number | null): Cart {
  const lines = cart.lines.map((line) => {
    if (!isSold(line) || line.labelCode !== null) return line;
    const { unit, quantityMilli, unitPriceMinor: formerPriceMinor } = line;
    const unitPriceMinor = priceOf(line.productId) ?? formerPriceMinor;
    if (unitPriceMinor === formerPriceMinor) return line;
    const priced = priceQuantity({ unit, priceMinor: unitPriceMinor }, quantityMilli);
    const totalMinor = priced.kind === 'priced' ? priced.totalMinor : 0;
    return { ...line, unitPriceMinor, formerPriceMinor, totalMinor };
  });
  return { ...cart, lines };
}

export const addUnknown = (cart: Cart, code: string, key: string): Cart =>
  append(cart, { kind: 'unknown', key, code });

/** Of a line that is not a label's; the line is marked. Other quantities than the unit allows change nothing. */
export function withQuantity(cart: Cart, key: string, quantityMilli: number): Cart {
  const lines = cart.lines.map((line) => {
    if (line.key !== key || !isSold(line) || line.labelCode !== null) return line;
    const priced = priceQuantity(
      { unit: line.unit, priceMinor: line.unitPriceMinor },
      quantityMilli,
    );
    return priced.kind === 'priced'
      ? { ...line, quantityMilli, totalMinor: priced.totalMinor }
      : line;
  });
  return { ...cart, lines, markedKey: key };
}

/** Takes the marked line off and marks its neighbour. */
export function removeMarked(cart: Cart): Cart {
  const index = cart.lines.findIndex(({ key }) => key === cart.markedKey);
  if (index < 0) return cart;
  const lines = cart.lines.toSpliced(index, 1);
  // What was taken off these goods is not taken off the next ones.
  if (lines.length === 0) return { ...emptyCart(cart.saleId), customer: cart.customer };
  return { ...cart, lines, markedKey: (lines[index] ?? lines.at(-1))?.key ?? null };
}

/** Marks the line above (−1) or below (+1). */
export function moveMark(cart: Cart, step: -1 | 1): Cart {
  const index = cart.lines.findIndex(({ key }) => key === cart.markedKey);
  const next = cart.lines[Math.min(Math.max(index + step, 0), cart.lines.length - 1)];
  return next === undefined ? cart : { ...cart, markedKey: next.key };
}

const append = (cart: Cart, line: CartLine): Cart => ({
  ...cart,
  lines: [...cart.lines, line],
  markedKey: line.key,
});

const lineOf = ({ id, name, unit, priceMinor }: CatalogueProduct, key: string): SoldLine => ({
  kind: 'sold',
  key,
  productId: id,
  name,
  unit,
  quantityMilli: 0,
  unitPriceMinor: priceMinor,
  totalMinor: 0,
  isPriceStale: false,
  labelCode: null,
});

const lineOfPiece = ({ lines }: Cart, productId: string): SoldLine | undefined =>
  lines
    .filter(isSold)
    .find((line) => line.productId === productId && line.unit === 'un' && line.labelCode === null);
