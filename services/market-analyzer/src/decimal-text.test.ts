/** Protects: a price as text keeps every digit, however a spreadsheet writes it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { toDecimal } from './decimal-text.ts';

describe('decimals as text', () => {
  it('are read with point or comma, and thousands', () => {
    const written: [string, string][] = [
      ['5,4258', '5.4258'],
      ['5.4258', '5.4258'],
      ['312', '312'],
      ['-0,35', '-0.35'],
      ['1.234,56', '1234.56'],
      ['1,234.56', '1234.56'],
      ['1.234.567,000000000001', '1234567.000000000001'],
      ['1,234', '1.234'],
    ];
    for (const [text, decimal] of written) assert.equal(toDecimal(text), decimal, text);
  });

  it('come back as they were when they are none', () => {
    for (const text of ['', 'abc', '1.2.3', '12.34,5', '1,23,4.5', 'R$ 5,00', '1e3,0']) {
      assert.equal(toDecimal(text), text);
    }
  });
});
