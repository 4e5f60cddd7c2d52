/** Protects: a cell of a catalogue means one thing or none. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { CellError, parseAmount, parseUnit } from './csv-cells.ts';

describe('cells of a CSV', () => {
  it('read amounts of zero and more', () => {
    assert.equal(parseAmount('R$ 1.234,5'), 123_450);
    for (const cell of ['-1', '1.234', 'abc']) assert.throws(() => parseAmount(cell), CellError);
  });

  it('know units by their usual names', () => {
    assert.deepEqual(['KG', 'un', 'Unid.', 'PEÇA'].map(parseUnit), ['kg', 'un', 'un', 'un']);
    assert.throws(() => parseUnit('litro'), CellError);
  });
});
