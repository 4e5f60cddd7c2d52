/** Protects: of all promotions the same one wins everywhere, and none ever makes anything dearer. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { effectivePrice, isHolding } from './effective-price.ts';
import { everyDay, type PromotionRule } from './promotion.ts';

const ids = ['a', 'b', 'c', 'd', 'e'].map((digit) => `01890000-0000-7000-8000-00000000000${digit}`);
const [steak = '', beef = '', other = ''] = ids;
const product = { id: steak, categoryId: beef, priceMinor: 3990 };
const tuesday = { businessDate: '2026-11-24', weekday: 2, time: '10:30' };

const promotion = (fields: Partial<PromotionRule>): PromotionRule => ({
  id: '01890000-0000-7000-8000-0000000000f0',
  productId: steak,
  categoryId: null,
  kind: 'price',
  percentBasisPoints: null,
  priceMinor: 2990,
  weekdays: [...everyDay],
  startsOn: null,
  endsOn: null,
  fromTime: null,
  toTime: null,
  active: true,
  ...fields,
});
const percent = (percentBasisPoints: number, fields: Partial<PromotionRule> = {}) =>
  promotion({ kind: 'percent', percentBasisPoints, priceMinor: null, ...fields });
const ofCategory = { productId: null, categoryId: beef };

const arbitrary: fc.Arbitrary<PromotionRule> = fc
  .record({
    id: fc.uuid(),
    target: fc.constantFrom({ productId: steak, categoryId: null }, ofCategory, {
      productId: other,
      categoryId: null,
    }),
    off: fc.oneof(
      fc.integer({ min: 1, max: 10_000 }).map((points) => percent(points)),
      fc.integer({ min: 0, max: 8000 }).map((priceMinor) => promotion({ priceMinor })),
    ),
    weekdays: fc.subarray([...everyDay], { minLength: 1 }),
    active: fc.boolean(),
  })
  .map(({ id, target, off, weekdays, active }) => ({ ...off, ...target, id, weekdays, active }));

const moment = fc.record({
  businessDate: fc.constant('2026-11-24'),
  weekday: fc.integer({ min: 1, max: 7 }),
  time: fc.constantFrom('00:00', '10:30', '23:59'),
});

describe('the price that holds', () => {
  it('never is above the list price, and names a promotion only when it is below', () => {
    fc.assert(
      fc.property(fc.array(arbitrary), moment, (promotions, at) => {
        const { priceMinor, promotionId } = effectivePrice(product, promotions, at);
        assert.ok(priceMinor >= 0 && priceMinor <= product.priceMinor);
        assert.equal(promotionId === null, priceMinor === product.priceMinor);
      }),
    );
  });

  it('is the lowest that any promotion of the moment makes alone', () => {
    fc.assert(
      fc.property(fc.array(arbitrary), moment, (promotions, at) => {
        const alone = promotions.map((one) => effectivePrice(product, [one], at).priceMinor);
        const { priceMinor } = effectivePrice(product, promotions, at);
        assert.equal(priceMinor, Math.min(product.priceMinor, ...alone));
      }),
    );
  });

  it('does not depend on the order in which promotions are told', () => {
    const shuffled = fc
      .uniqueArray(arbitrary, { selector: ({ id }) => id })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
      );
    fc.assert(
      fc.property(shuffled, moment, ([one, other], at) => {
        assert.deepEqual(effectivePrice(product, one, at), effectivePrice(product, other, at));
      }),
    );
  });

  it('goes on a tie to the product before the category, then to the older id', () => {
    const [first = '', second = ''] = ids;
    const wide = promotion({ ...ofCategory, id: first });
    const narrow = promotion({ id: second });
    assert.equal(effectivePrice(product, [wide, narrow], tuesday).promotionId, second);
    const twin = promotion({ id: first });
    assert.equal(effectivePrice(product, [narrow, twin], tuesday).promotionId, first);
  });

  it('rounds a percentage once, half up', () => {
    assert.equal(
      effectivePrice({ ...product, priceMinor: 25 }, [percent(5000)], tuesday).priceMinor,
      13,
    );
    assert.equal(effectivePrice(product, [percent(1500)], tuesday).priceMinor, 3392);
    assert.equal(effectivePrice(product, [percent(10_000)], tuesday).priceMinor, 0);
  });

  it('is not that of another product, another category or none', () => {
    const foreign = [
      promotion({ productId: other }),
      promotion({ productId: null, categoryId: other }),
      promotion({ productId: null, categoryId: null }),
    ];
    assert.equal(effectivePrice(product, foreign, tuesday).promotionId, null);
    const loose = { ...product, categoryId: null };
    assert.equal(effectivePrice(loose, foreign, tuesday).promotionId, null);
  });
});

describe('a promotion', () => {
  it('holds on its weekdays, between its dates, both of them included', () => {
    assert.ok(isHolding(promotion({ weekdays: [2] }), tuesday));
    assert.ok(!isHolding(promotion({ weekdays: [1, 3, 4, 5, 6, 7] }), tuesday));
    const day = tuesday.businessDate;
    assert.ok(isHolding(promotion({ startsOn: day, endsOn: day }), tuesday));
    assert.ok(!isHolding(promotion({ startsOn: '2026-11-25' }), tuesday));
    assert.ok(!isHolding(promotion({ endsOn: '2026-11-23' }), tuesday));
    assert.ok(!isHolding(promotion({ active: false }), tuesday));
  });

  it('holds from its first minute until before its last', () => {
    const happyHour = promotion({ fromTime: '17:00', toTime: '18:00' });
    const at = (time: string) => isHolding(happyHour, { ...tuesday, time });
    assert.deepEqual(['16:59', '17:00', '17:59', '18:00'].map(at), [false, true, true, false]);
  });
});
