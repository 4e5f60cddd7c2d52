/** Protects: a cell means one amount or none, and no cell runs as a formula or comes back changed. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { CellError, formatAmount, guard, parseAmount, parseUnit, unguard } from './csv-cells.ts';
import { decodeCsv, separatorOf } from './csv-text.ts';

describe('cells of a CSV', () => {
  it('read amounts with comma or point, thousands and the currency', () => {
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
    for (const [cell, minor] of amounts) assert.equal(parseAmount(cell), minor, cell);
  });

  it('refuse amounts that are none, or may be two', () => {
    for (const cell of [
      '1.234',
      '1,234',
      '39,905',
      '-1',
      '1e3',
      'abc',
      '1.23.4',
      '',
      '1 234,5,6',
    ]) {
      assert.throws(() => parseAmount(cell), CellError, cell);
    }
  });

  it('read back every amount that they write', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(amount, (minor) => assert.equal(parseAmount(formatAmount(minor)), minor)),
    );
  });

  it('never begin as a formula, and give back every text exactly', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.constantFrom("'", '=', '+', '-', '@', '\t', 'a')).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        const cell = guard(value);
        assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
        assert.equal(unguard(cell), value);
      }),
    );
  });

  it('know units by their usual names', () => {
    assert.deepEqual(['KG', 'un', 'Unid.', 'PEÇA'].map(parseUnit), ['kg', 'un', 'un', 'un']);
    assert.throws(() => parseUnit('litro'), CellError);
  });
});

describe('the text of a CSV', () => {
  it('is read in every encoding that spreadsheets write', () => {
    const text = 'sku;nome\nA;Coração';
    const encoded = [
      Buffer.from(text, 'utf8'),
      Buffer.from(`\ufeff${text}`, 'utf8'),
      Buffer.from(text, 'latin1'),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
    ];
    for (const bytes of encoded) assert.equal(decodeCsv(bytes), text);
    assert.equal(decodeCsv(Buffer.from([0x80])), '€');
  });

  it('is refused when it is not what it says, or no text', () => {
    const broken = Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0x28]);
    assert.throws(() => decodeCsv(broken), { code: 'malformed_request' });
    assert.throws(() => decodeCsv(Buffer.from('a\0b')), { code: 'malformed_request' });
  });

  it('shows its separator in its first line, outside quotes', () => {
    assert.equal(separatorOf('a;b,c;d\n1,2,3,4,5'), ';');
    assert.equal(separatorOf('a,b\r\n1;2;3'), ',');
    assert.equal(separatorOf('a\tb'), '\t');
    assert.equal(separatorOf('"a,b,c,d";e'), ';');
    assert.equal(separatorOf('sku'), ';');
  });
});
