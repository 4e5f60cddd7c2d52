/** Protects: a barcode with a wrong check digit, or one that the shop's scale could print, is refused. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { barcode } from './barcode.ts';
import { checkDigit, isGtin } from './gtin.ts';

const bodies = fc
  .constantFrom(7, 11, 12, 13)
  .chain((length) =>
    fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
      .map((digits) => digits.join('')),
  );

describe('barcodes', () => {
  it('knows published codes', () => {
    for (const code of ['4006381333931', '96385074', '036000291452', '10012345678902']) {
      assert.equal(isGtin(code), true, code);
      assert.equal(barcode.parse(` ${code} `), code);
    }
  });

  it('takes the right check digit and refuses every other', () => {
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 9 }), (body, shift) => {
        const digit = checkDigit(body);
        assert.equal(isGtin(`${body}${digit}`), true);
        assert.equal(isGtin(`${body}${(digit + shift) % 10}`), false);
      }),
    );
  });

  it('refuses other lengths, letters and scale labels', () => {
    for (const code of ['', '1234567', '400638133393a', '2123400053754']) {
      assert.equal(barcode.safeParse(code).success, false, code);
    }
  });
});
