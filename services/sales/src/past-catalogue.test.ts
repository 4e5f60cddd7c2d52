/** Protects: whatever changed and when, a sale finds the prices and promotions of its own moment. */
import assert from 'node:assert/strict';
import type { PromotionRule } from '@balcao/contracts/promotion.ts';
import fc from 'fast-check';
import type { Catalogue, CatalogueProduct } from './catalogue-store.ts';
import { catalogueAt, type Past } from './past-catalogue.ts';

const at = (hour: number) => new Date(hour * 3_600_000).toISOString();
const picanha: CatalogueProduct = {
  id: 'picanha',
  name: 'Picanha',
  unit: 'kg',
  priceMinor: 0,
  categoryId: null,
  isActive: true,
};
const catalogueOf = (product: CatalogueProduct): Catalogue => ({
  byId: new Map([[product.id, product]]),
  byPlu: new Map([['1', product]]),
  byBarcode: new Map([['2', product]]),
  promotions: [],
});
const rule = (id: string): PromotionRule => ({
  id,
  productId: picanha.id,
  categoryId: null,
  kind: 'price',
  percentBasisPoints: null,
  priceMinor: 1,
  weekdays: [1],
  startsOn: null,
  endsOn: null,
  fromTime: null,
  toTime: null,
  active: true,
});

describe('the catalogue of then', () => {
  it('has the price that the last change before the sale set, by whatever the product is found', () => {
    const hours = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 8 });
    fc.assert(
      fc.property(hours, fc.integer({ min: 0, max: 100 }), (changes, soldAt) => {
        const sorted = changes.toSorted((a, b) => a - b);
        // Each price is the hour in which it began; the first was there from the start.
        const prices = [0, ...sorted];
        const products = sorted.map((until, index) => ({
          id: picanha.id,
          priceMinor: prices[index] ?? 0,
          categoryId: null,
          until: at(until),
        }));
        const now = catalogueOf({ ...picanha, priceMinor: prices.at(-1) ?? 0 });
        const then = catalogueAt(now, { products, promotions: [] }, new Date(at(soldAt)));
        const expected = Math.max(...prices.filter((hour) => hour <= soldAt));
        for (const found of [then.byId, then.byPlu, then.byBarcode]) {
          assert.deepEqual(
            [...found.values()].map(({ priceMinor }) => priceMinor),
            [expected],
          );
        }
      }),
    );
  });

  it('has the promotions that had begun and had not been ended or changed, to the moment', () => {
    const past: Past = {
      products: [],
      promotions: [
        { rule: rule('from before'), since: null, until: at(10) },
        { rule: rule('from ten to twenty'), since: at(10), until: at(20) },
        { rule: rule('since twenty'), since: at(20), until: null },
      ],
    };
    const held = (hour: number) =>
      catalogueAt(catalogueOf(picanha), past, new Date(at(hour))).promotions.map(({ id }) => id);
    assert.deepEqual([9, 10, 19, 20].map(held), [
      ['from before'],
      ['from ten to twenty'],
      ['from ten to twenty'],
      ['since twenty'],
    ]);
  });

  it('never has a price that held for no moment, when changes were told with times that overtake', () => {
    const was = (priceMinor: number, hour: number) => ({
      id: picanha.id,
      priceMinor,
      categoryId: null,
      until: at(hour),
    });
    const past = { products: [was(4, 11), was(5, 10)], promotions: [] };
    const priceAt = (hour: number) =>
      catalogueAt(catalogueOf({ ...picanha, priceMinor: 6 }), past, new Date(at(hour))).byId.get(
        picanha.id,
      )?.priceMinor;
    assert.deepEqual([priceAt(9), priceAt(10.5), priceAt(11)], [4, 4, 6]);
  });
});
