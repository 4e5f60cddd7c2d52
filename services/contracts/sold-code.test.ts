/** Protects: one code means one thing and costs one price, in the browser as on the server. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { lineTotalMinor } from './money.ts';
import { makeScaleLabel } from './scale-label.ts';
import type { PricedCode, ReadCode, Sellable } from './sold-code.ts';
import { priceCode, readCode } from './sold-code.ts';

const layout = '2CCCC0TTTTTT';
const beef: Sellable = { unit: 'kg', priceMinor: 3990 };
const bag: Sellable = { unit: 'un', priceMinor: 150 };

const priced = (read: ReadCode, product: Sellable, quantityMilli?: number): PricedCode => {
  const answer = priceCode(read, product, quantityMilli);
  if (answer.kind === 'refused') throw new Error(answer.reason);
  return answer;
};

const refusal = (read: ReadCode, product: Sellable, quantityMilli?: number): string => {
  const answer = priceCode(read, product, quantityMilli);
  return answer.kind === 'refused' ? answer.code : answer.kind;
};

const totalLabel = (totalMinor: number): ReadCode => ({ kind: 'label', plu: '1234', totalMinor });

describe('reading a code', () => {
  it('tells PLU, barcode and scale label apart by their digits', () => {
    assert.deepEqual(readCode('001234', layout), { kind: 'plu', plu: '1234' });
    assert.deepEqual(readCode('4006381333931', layout), {
      kind: 'barcode',
      barcode: '4006381333931',
    });
    assert.deepEqual(readCode('2123400053754', layout), totalLabel(5375));
  });

  it('says why a code cannot be read', () => {
    const reasonOf = (code: string) => {
      const read = readCode(code, layout);
      return read.kind === 'invalid' ? read.reason : read.kind;
    };
    assert.equal(reasonOf('12a4'), 'not_digits');
    assert.equal(reasonOf(''), 'not_digits');
    assert.equal(reasonOf('000'), 'zero_code');
    assert.equal(reasonOf('123456789'), 'wrong_length');
    assert.equal(reasonOf('4006381333932'), 'wrong_check_digit');
    assert.equal(reasonOf('2123400053755'), 'wrong_check_digit');
  });
});

describe('pricing a code', () => {
  it('lets the total of a label win and derives the weight to four decimals', () => {
    assert.deepEqual(priced(readCode('2123400053754', layout), beef), {
      kind: 'priced',
      quantityMilli: 1347,
      quantityDisplay: '1.3471',
      totalMinor: 5375,
      unitPriceMinor: 3990,
      isPriceStale: false,
    });
  });

  it('reads a label that fits only the list price by that one: the weight is the true one', () => {
    const onOffer = { unit: 'kg', priceMinor: 1_000_000, listPriceMinor: 3990 } as const;
    const { quantityMilli, unitPriceMinor, isPriceStale } = priced(totalLabel(5375), onOffer);
    assert.deepEqual([quantityMilli, unitPriceMinor, isPriceStale], [1347, 3990, true]);
    const neither = priced(totalLabel(5375), { ...onOffer, listPriceMinor: 999_999 });
    assert.deepEqual([neither.unitPriceMinor, neither.isPriceStale], [1_000_000, true]);
    const both = priced(totalLabel(5375), { unit: 'kg', priceMinor: 2990, listPriceMinor: 3990 });
    assert.deepEqual([both.unitPriceMinor, both.isPriceStale], [2990, false]);
  });

  it('flags a label that no weight explains at today’s price', () => {
    assert.equal(
      priced(totalLabel(5375), { unit: 'kg', priceMinor: 1_000_000 }).isPriceStale,
      true,
    );
    assert.equal(priced(totalLabel(5375), { unit: 'kg', priceMinor: 0 }).isPriceStale, true);
    assert.equal(priced(totalLabel(400), bag).isPriceStale, true);
    assert.equal(priced(totalLabel(450), bag).isPriceStale, false);
    assert.equal(priced(totalLabel(450), bag).quantityMilli, 3000);
  });

  it('never flags a label that was printed at today’s price', () => {
    const price = fc.integer({ min: 1, max: 99_999 });
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 9_999 }), (priceMinor, grams) => {
        const totalMinor = lineTotalMinor(priceMinor, grams);
        fc.pre(totalMinor > 0 && totalMinor <= 999_999);
        const read = readCode(makeScaleLabel(layout, '1234', totalMinor), layout);
        const answer = priced(read, { unit: 'kg', priceMinor });
        assert.equal(answer.isPriceStale, false);
        assert.equal(answer.totalMinor, totalMinor);
        assert.ok(answer.quantityMilli >= 1 && Number.isSafeInteger(answer.quantityMilli));
      }),
    );
  });

  it('prices a weight label at the catalogue’s price', () => {
    const answer = priced(readCode('2012340013471', '2CCCCC0PPPPP'), beef);
    assert.equal(answer.totalMinor, 5375);
    assert.equal(answer.quantityDisplay, '1.3470');
  });

  it('refuses pieces of a weighed product, grams of a counted one and fractions of a piece', () => {
    const grams = readCode('2012340013471', '2CCCCC0PPPPP');
    assert.equal(refusal(grams, bag), 'quantity_not_allowed');
    const pieces = readCode(makeScaleLabel('2CCCC00QQQQQ', '1234', 2), '2CCCC00QQQQQ');
    assert.equal(refusal(pieces, beef), 'quantity_not_allowed');
    assert.equal(priced(pieces, bag).totalMinor, 300);
    assert.equal(refusal({ kind: 'plu', plu: '1' }, bag, 1500), 'quantity_not_allowed');
  });

  it('takes the quantity from a label only, else from the request, else one piece', () => {
    assert.equal(refusal(totalLabel(5375), beef, 1000), 'quantity_not_allowed');
    assert.equal(refusal({ kind: 'plu', plu: '1' }, beef), 'quantity_required');
    assert.equal(priced({ kind: 'plu', plu: '1' }, beef, 1347).totalMinor, 5375);
    assert.equal(priced({ kind: 'plu', plu: '1' }, bag).totalMinor, 150);
    assert.equal(refusal({ kind: 'invalid', reason: 'not_digits' }, beef), 'unreadable_code');
  });
});
