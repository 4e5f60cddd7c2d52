/** Protects: text means one amount or none, with its direction, however a bank writes it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  AmountTextError,
  formatAmount,
  parseAmountText,
  parseSignedAmountText,
} from './amount-text.ts';

describe('amounts as text', () => {
  it('are read with comma or point, thousands and the currency', () => {
    const amounts: [string, number][] = [
      ['39,90', 3990],
      ['39.9', 3990],
      ['39', 3900],
      ['1.234,56', 123_456],
      ['1,234.56', 123_456],
      ['1.234.567', 123_456_700],
      ['R$ 39,90', 3990],
      ['R$\u00a01.234,5', 123_450],
    ];
    for (const [text, minor] of amounts) {
      assert.equal(parseAmountText(text), minor, text);
      assert.equal(parseSignedAmountText(text), minor, text);
    }
  });

  it('have a direction: signs, brackets, and the letters of a bank', () => {
    const amounts: [string, number][] = [
      ['-1.234,56', -123_456],
      ['1,234.56-', -123_456],
      ['+39,90', 3990],
      ['R$ -10,00', -1000],
      ['-R$ 10,00', -1000],
      ['\u221210,00', -1000],
      ['(1.234,56)', -123_456],
      ['1.234,56 D', -123_456],
      ['1,234.56D', -123_456],
      ['10,00 DB', -1000],
      ['1.234,56 C', 123_456],
      ['10.00cr', 1000],
      ['-10,00 D', -1000],
      ['+10,00C', 1000],
      ['-0,00', 0],
    ];
    for (const [text, minor] of amounts) assert.equal(parseSignedAmountText(text), minor, text);
  });

  it('are refused when they are none, or may be two', () => {
    const wrong = [
      '1.234',
      '1,234',
      '39,905',
      '1e3',
      'abc',
      '1.23.4',
      '',
      '1 234,5,6',
      '9'.repeat(17),
    ];
    for (const text of wrong) {
      assert.throws(() => parseAmountText(text), AmountTextError, text);
      assert.throws(() => parseSignedAmountText(text), AmountTextError, text);
    }
    assert.throws(() => parseAmountText('-1'), AmountTextError);
    for (const text of ['-10,00 C', '+10,00 D', '--1', '-(10)', '(10', '10 X', '-', 'D', '()']) {
      assert.throws(() => parseSignedAmountText(text), AmountTextError, text);
    }
  });

  it('are read back as they were written', () => {
    const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });
    fc.assert(
      fc.property(amount, (minor) => {
        assert.equal(parseSignedAmountText(formatAmount(minor)), minor);
      }),
    );
    assert.equal(formatAmount(-5), '-0,05');
  });
});
