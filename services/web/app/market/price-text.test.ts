/** Prices keep every digit on their way to the screen and back. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { parsePrice, priceText } from './price-text.ts';

describe('a price on the screen', () => {
  it('has the separators of the language', () => {
    assert.equal(priceText('1234567.0001', 'pt-BR'), '1.234.567,0001');
    assert.equal(priceText('1234567.0001', 'en'), '1,234,567.0001');
    assert.equal(priceText('-12.5', 'pt-BR'), '-12,5');
  });

  it('loses no digit, whatever the price', () => {
    const digits = fc.tuple(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.stringMatching(/^\d{1,12}$/),
    );
    fc.assert(
      fc.property(digits, ([whole, decimals]) => {
        const price = `${whole}.${decimals}`;
        assert.equal(priceText(price, 'pt-BR').replaceAll('.', '').replace(',', '.'), price);
      }),
    );
  });

  it('is read with a comma or a point, and nothing else is', () => {
    assert.equal(parsePrice(' 5,4258 '), '5.4258');
    assert.equal(parsePrice('5.4258'), '5.4258');
    for (const text of ['', '1.234,56', '5,', 'abc', '05,1']) assert.equal(parsePrice(text), null);
  });
});
