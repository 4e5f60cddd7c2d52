/** Protects: no cell runs as a formula or comes back changed, and a file is read in whatever encoding it comes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { csvLine, guard, unguard } from './csv-cells.ts';
import { decodeCsv, separatorOf } from './csv-text.ts';
import { type CsvFault, type CsvRecord, readCsv } from './read-csv.ts';

describe('cells of a CSV', () => {
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

  it('are quoted where they would break the row; figures stay figures', () => {
    assert.equal(csvLine(['a;b', '-x', 'c', -2, { figure: '-1,50' }]), '"a;b";\'-x;c;-2;-1,50\r\n');
    assert.equal(csvLine(['=1\n"']), '"\'=1\n"""\r\n');
  });

  it('are read back record by record, with the lines of what cannot be read', async () => {
    const records: CsvRecord[] = [];
    const faults: CsvFault[] = [];
    const text = 'a;b\n"x\ny";2\nz"z;3\n4;5;6\n';
    for await (const record of readCsv(text, (fault) => faults.push(fault))) records.push(record);
    assert.deepEqual(records, [
      { cells: ['a', 'b'], line: 1 },
      { cells: ['x\ny', '2'], line: 3 },
      { cells: ['4', '5', '6'], line: 5 },
    ]);
    assert.deepEqual(
      faults.map(({ line }) => line),
      [4],
    );
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
