/** CSV that leaves the browser. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { csvText } from './csv-text.ts';

describe('CSV of a table', () => {
  it('keeps separators, quotes and line ends inside of a cell', () => {
    assert.equal(csvText([['a;b', 'c "d"', 'e\nf']]), '\uFEFF"a;b";"c ""d""";"e\nf"\r\n');
  });

  it('lets no text run as a formula, and leaves figures below zero alone', () => {
    assert.equal(csvText([['=1+1', '-12,30', '@x', '-cmd']]), "\uFEFF'=1+1;-12,30;'@x;'-cmd\r\n");
  });
});
