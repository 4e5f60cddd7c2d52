/** Protects: no tax number with a slip of the finger is kept. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { isTaxNumber, taxNumber } from './tax-number.ts';

describe('tax numbers', () => {
  it('are read with and without punctuation, CPF and CNPJ, also one with letters', () => {
    assert.equal(taxNumber.parse(' 529.982.247-25 '), '52998224725');
    assert.equal(taxNumber.parse('11.222.333/0001-81'), '11222333000181');
    // The example of the tax office for the CNPJ with letters.
    assert.equal(taxNumber.parse('12.abc.345/01de-35'), '12ABC34501DE35');
  });

  it('are refused with a wrong digit, a wrong length or eleven equal digits', () => {
    const wrong = ['52998224726', '5299822472', '11111111111', '00000000000000', 'abc', '', '١'];
    for (const value of wrong) assert.equal(taxNumber.safeParse(value).success, false, value);
  });

  it('tell every slip in one digit', () => {
    for (const number of ['52998224725', '11222333000181', '12ABC34501DE35']) {
      const position = fc.integer({ min: 0, max: number.length - 1 });
      fc.assert(
        fc.property(position, fc.integer({ min: 0, max: 9 }), (at, digit) => {
          const other = number.slice(0, at) + digit + number.slice(at + 1);
          // Modulo 11 takes two rests for the digit 0, which a rest of 10 and 11 share: a check digit differs.
          if (other !== number && at >= number.length - 2) assert.equal(isTaxNumber(other), false);
        }),
      );
    }
  });
});
