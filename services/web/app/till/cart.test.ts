/** The cart adds up, whatever is scanned, weighed, taken off or discounted. */
import { deepEqual, equal } from 'node:assert/strict';
import type { CatalogueProduct, FoundCode } from '../offline/catalogue.ts';
import {
  addFound,
  addProduct,
  addUnknown,
  type Cart,
  emptyCart,
  isSold,
  markedLine,
  moveMark,
  obstacleTo,
  removeMarked,
  reprice,
  totalOf,
  withQuantity,
} from './cart.ts';

const coal: CatalogueProduct = {
  id: 'coal',
  name: 'Carvão 5 kg',
  unit: 'un',
  priceMinor: 2190,
  plu: null,
  barcode: '7891000100103',
};
const picanha: CatalogueProduct = {
  id: 'picanha',
  name: 'Picanha',
  unit: 'kg',
  priceMinor: 3990,
  plu: '1234',
  barcode: null,
};

const piece: FoundCode = {
  kind: 'barcode',
  product: coal,
  priced: {
    quantityMilli: 1000,
    quantityDisplay: '1.0000',
    totalMinor: 2190,
    unitPriceMinor: 2190,
    isPriceStale: false,
  },
};
const label: FoundCode = {
  kind: 'label',
  product: picanha,
  priced: {
    quantityMilli: 1347,
    quantityDisplay: '1.3471',
    totalMinor: 5375,
    unitPriceMinor: 3990,
    isPriceStale: false,
  },
};

const scan = (cart: Cart, found: FoundCode, key: string) =>
  addFound(cart, { ...found, code: key, key });
const soldOf = (cart: Cart) => cart.lines.filter(isSold);

describe('cart', () => {
  it('makes two scans of one piece a quantity of two', () => {
    const cart = scan(scan(emptyCart('s'), piece, 'a'), piece, 'b');
    deepEqual(
      soldOf(cart).map(({ quantityMilli, totalMinor }) => [quantityMilli, totalMinor]),
      [[2000, 4380]],
    );
    equal(cart.markedKey, 'a');
  });

  it('keeps two labels of one product as two lines, each with the total that it says', () => {
    const cart = scan(scan(emptyCart('s'), label, 'a'), label, 'b');
    deepEqual(
      soldOf(cart).map(({ totalMinor }) => totalMinor),
      [5375, 5375],
    );
    equal(totalOf(cart), 10_750);
  });

  it('costs what the product costs now, however it was priced before', () => {
    const dearer = { ...coal, priceMinor: 2500 };
    const open = scan(scan(emptyCart('s'), label, 'l'), piece, 'a');
    const prices = (cart: Cart) =>
      soldOf(cart).map(({ unitPriceMinor, formerPriceMinor, totalMinor }) => [
        ...[unitPriceMinor, formerPriceMinor, totalMinor],
      ]);
    const asLabelled = [3990, undefined, 5375];
    const twice = [asLabelled, [2500, 2190, 5000]];
    deepEqual(prices(scan(open, { ...piece, product: dearer }, 'b')), twice);
    deepEqual(prices(addProduct(open, dearer, 'b')), twice);
    const everything = reprice(open, (id) => (id === 'coal' ? 2500 : 1));
    deepEqual(prices(everything), [asLabelled, [2500, 2190, 2500]]);
    deepEqual(
      reprice(open, () => null),
      open,
    );
  });

  it("never changes a label's line by hand", () => {
    const cart = withQuantity(scan(emptyCart('s'), label, 'a'), 'a', 9000);
    equal(totalOf(cart), 5375);
  });

  it('prices a weight by hand with one rounding: 1,347 kg at 39,90 are 53,75', () => {
    const cart = withQuantity(addProduct(emptyCart('s'), picanha, 'a'), 'a', 1347);
    equal(totalOf(cart), 5375);
  });

  it('cannot be paid before all is weighed and every code is known', () => {
    equal(obstacleTo(emptyCart('s')), 'empty');
    const unweighed = addProduct(emptyCart('s'), picanha, 'a');
    equal(obstacleTo(unweighed), 'unweighed');
    equal(obstacleTo(addUnknown(unweighed, '789', 'b')), 'unknown');
    equal(obstacleTo(withQuantity(unweighed, 'a', 500)), null);
  });

  it('forgets its discount with its last line, and keeps its customer', () => {
    const customer = { id: 'c', name: 'Ana' };
    const cart = {
      ...scan(emptyCart('s'), piece, 'a'),
      discountMinor: 300,
      overrideId: 'o',
      customer,
    };
    deepEqual(removeMarked(cart), { ...emptyCart('s'), customer });
  });

  it('is never worth less than nothing when a discounted line is taken off', () => {
    const cart = { ...scan(scan(emptyCart('s'), piece, 'a'), label, 'b'), discountMinor: 3000 };
    equal(totalOf(cart), 4565);
    equal(totalOf(removeMarked(cart)), 0);
  });

  it('marks the neighbour of a line that was taken off', () => {
    const cart = moveMark(scan(scan(emptyCart('s'), label, 'a'), label, 'b'), -1);
    equal(markedLine(cart)?.key, 'a');
    equal(markedLine(removeMarked(cart))?.key, 'b');
    equal(removeMarked(removeMarked(cart)).markedKey, null);
  });
});
